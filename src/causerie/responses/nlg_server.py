"""Responses from a server of the project's own (``nlg`` in ``endpoints.yml``)."""

from __future__ import annotations

from typing import Any

import httpx2

from causerie.dialogue.tracker import Tracker
from causerie.dialogue.tracker_json import tracker_state
from causerie.domain import Domain
from causerie.errors import EndpointError
from causerie.ports import Json


class ServerResponses:
    """Asks ``url`` for each response; a server that fails leaves the bot silent, and the log says why."""

    def __init__(self, url: str, domain: Domain, headers: Json | None = None, timeout: float = 60.0) -> None:
        self.url = url
        self.domain = domain
        self._client = httpx2.AsyncClient(headers=headers or {}, timeout=timeout)

    async def generate(
        self, name: str, tracker: Tracker, channel: str, /, **arguments: Any
    ) -> dict[str, Any] | None:
        """The server's answer; raises EndpointError when it is not an object with a text."""
        arguments.pop("domain_responses", None)
        body = {
            "response": name,
            "id": None,
            "arguments": arguments,
            "tracker": tracker_state(tracker),
            "channel": {"name": channel},
        }
        try:
            answer = await self._client.post(self.url, json=body)
        except httpx2.HTTPError as error:
            raise EndpointError(f"The NLG server {self.url} can't be reached: {error}") from error
        if answer.status_code != 200:
            raise EndpointError(
                f"The NLG server {self.url} answered {answer.status_code} for '{name}'.", answer.status_code
            )
        return checked_answer(answer, self.url, name)

    async def close(self) -> None:
        await self._client.aclose()


def checked_answer(answer: httpx2.Response, url: str, name: str) -> dict[str, Any] | None:
    try:
        draft = answer.json()
    except ValueError as error:
        raise EndpointError(
            f"The NLG server {url} answered something else than JSON for '{name}'."
        ) from error
    if draft is None:
        return None
    if not isinstance(draft, dict):
        raise EndpointError(
            f'The NLG server {url} must answer with a JSON object such as {{"text": "…"}} for \'{name}\'; '
            f"it answered {type(draft).__name__}."
        )
    return draft
