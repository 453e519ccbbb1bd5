"""Custom actions on a server: ``action_endpoint.url``."""

from __future__ import annotations

import json
from typing import Any

import httpx2

from causerie.dialogue.tracker import Tracker
from causerie.dialogue.tracker_json import tracker_state
from causerie.domain import Domain
from causerie.errors import ActionError, ActionRejected
from causerie.ports import Json, Say


class RemoteActions:
    """Posts the conversation to the action server and returns what it answers.

    The domain goes along as a digest; a server that answers 449 gets it whole.
    """

    def __init__(
        self,
        url: str,
        domain_json: Json,
        *,
        headers: Json | None = None,
        params: Json | None = None,
        auth: tuple[str, str] | None = None,
        selective_domain: bool = False,
        timeout: float = 300.0,
        verify: Any = True,
        version: str = "",
    ) -> None:
        self.url = url
        self._domain_json = domain_json
        self._selective = selective_domain
        self._version = version
        self._timeout = timeout
        self._client = httpx2.AsyncClient(
            headers=headers or {}, params=params or {}, auth=auth, timeout=timeout, verify=verify
        )

    def knows(self, name: str) -> bool:
        return True

    async def run(self, name: str, tracker: Tracker, domain: Domain, say: Say | None = None) -> Json:
        body: Json = {
            "next_action": name,
            "sender_id": tracker.sender_id,
            "tracker": tracker_state(tracker),
            "version": self._version,
        }
        if not self._selective or name in domain.actions_sent_domain:
            body["domain"] = self._domain_json
        answer = await self._post(name, body)
        if answer.status_code == 449:
            answer = await self._post(name, {**body, "domain": self._domain_json})
        return self._read(name, answer)

    async def close(self) -> None:
        await self._client.aclose()

    async def _post(self, name: str, body: Json) -> httpx2.Response:
        try:
            return await self._client.post(
                self.url, content=json.dumps(body), headers={"Content-Type": "application/json"}
            )
        except httpx2.TimeoutException as error:
            raise ActionError(
                f"The action server {self.url} did not answer '{name}' within {self._timeout:g} s.",
                name,
                "timeout",
            ) from error
        except httpx2.HTTPError as error:
            raise ActionError(
                f"The action server {self.url} can't be reached for '{name}': {error or type(error).__name__}. "
                "Is it running ('causerie run actions')?",
                name,
                "unreachable",
            ) from error

    def _read(self, name: str, answer: httpx2.Response) -> Json:
        try:
            content = answer.json()
        except ValueError:
            content = None
        if answer.status_code == 400 and isinstance(content, dict) and "action_name" in content:
            raise ActionRejected(str(content["action_name"]), str(content.get("error") or ""))
        if answer.status_code != 200:
            raise ActionError(
                f"The action server {self.url} answered {answer.status_code} for '{name}': {answer.text[:200]}",
                name,
                "failed",
            )
        if not isinstance(content, dict):
            raise ActionError(
                f"The action server {self.url} answered '{name}' with something else than a JSON object.",
                name,
                "nonsense",
            )
        return content
