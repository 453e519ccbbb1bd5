"""A running Rasa server: what it is asked for, and what is said when it does not answer."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

import httpx2

from causerie.errors import EndpointError
from causerie.migration.talking.turns import Json

LISTEN = "action_listen"
MOST_ACTIONS = 10
HELLO = "Hello from Rasa"


@dataclass(frozen=True, slots=True)
class Way:
    """How the server is reached, and how it lets us in. ``token`` is Rasa's ``--auth-token``."""

    url: str
    token: str | None = None
    jwt: str | None = None
    timeout: float = 30.0


class Upstream:
    """Raises EndpointError that says what is wrong: not reachable, slow, no Rasa, not let in."""

    def __init__(self, way: Way) -> None:
        self.url = checked_url(way.url)
        self._timeout = way.timeout
        headers = {"Authorization": f"Bearer {way.jwt}"} if way.jwt else {}
        params = {"token": way.token} if way.token else {}
        self._client = httpx2.AsyncClient(headers=headers, params=params, timeout=way.timeout)

    async def close(self) -> None:
        await self._client.aclose()

    async def check(self) -> str:
        """What the server calls itself; raises EndpointError if that is not Rasa."""
        answer = await self._ask("GET", "/")
        if answer.status_code != 200 or HELLO not in answer.text:
            raise EndpointError(
                f"{self.url} answers, but not as Rasa does: GET / gave {answer.status_code} "
                f"{answer.text[:80]!r}; 'Hello from Rasa: 3.…' was expected. Is it the right address?",
                answer.status_code,
            )
        return answer.text.strip()

    async def has_rest(self) -> bool:
        """Whether the REST channel is served."""
        return (await self._ask("GET", "/webhooks/rest/")).status_code == 200

    async def shows_trackers(self, sender: str) -> bool:
        """Whether conversations can be looked at: the HTTP API is there and lets us in."""
        answer = await self._ask("GET", self._conversation(sender, "tracker"))
        self._refuse_wrong_token(answer)
        return answer.status_code == 200

    async def tracker(self, sender: str) -> list[Json] | None:
        """All events of a conversation; None when the server does not show them."""
        answer = await self._ask("GET", f"{self._conversation(sender, 'tracker')}?include_events=ALL")
        if answer.status_code != 200:
            return None
        content = self._json(answer)
        events = content.get("events") if isinstance(content, dict) else None
        return events if isinstance(events, list) else None

    async def say(self, sender: str, text: str) -> list[Json]:
        """A message over the REST channel."""
        answer = await self._ask("POST", "/webhooks/rest/webhook", {"sender": sender, "message": text})
        return self._messages(answer)

    async def say_by_api(self, sender: str, text: str) -> list[Json]:
        """A message by the HTTP API: log it, then predict and execute until it listens."""
        said = {"text": text, "sender": "user"}
        self._ok(await self._ask("POST", self._conversation(sender, "messages"), said))
        messages: list[Json] = []
        for _ in range(MOST_ACTIONS):
            answer = self._ok(await self._ask("POST", self._conversation(sender, "predict"), {}))
            scores = self._json(answer).get("scores") or []
            best = max(scores, key=lambda score: score.get("score") or 0, default={"action": LISTEN})
            done = {"name": best["action"], "confidence": best.get("score")}
            answer = self._ok(await self._ask("POST", self._conversation(sender, "execute"), done))
            messages += self._json(answer).get("messages") or []
            if best["action"] == LISTEN:
                break
        return messages

    async def _ask(self, method: str, path: str, body: Json | None = None) -> httpx2.Response:
        content = None if body is None else json.dumps(body)
        headers = {"Content-Type": "application/json"} if content else {}
        try:
            return await self._client.request(method, f"{self.url}{path}", content=content, headers=headers)
        except httpx2.TimeoutException as error:
            raise EndpointError(
                f"{self.url} did not answer {method} {path.partition('?')[0]} within {self._timeout:g} s."
            ) from error
        except httpx2.HTTPError as error:
            raise EndpointError(
                f"{self.url} can't be reached: {error or type(error).__name__}. Does the server run there?"
            ) from error

    def _messages(self, answer: httpx2.Response) -> list[Json]:
        content = self._json(self._ok(answer))
        if not isinstance(content, list) or not all(isinstance(item, dict) for item in content):
            raise EndpointError(f"{self.url} answered a message with something else than a list of messages.")
        return content

    def _ok(self, answer: httpx2.Response) -> httpx2.Response:
        self._refuse_wrong_token(answer)
        if answer.status_code != 200:
            raise EndpointError(
                f"{self.url} answered {answer.request.method} {answer.request.url.path} with "
                f"{answer.status_code}: {answer.text[:200]}",
                answer.status_code,
            )
        return answer

    def _refuse_wrong_token(self, answer: httpx2.Response) -> None:
        if answer.status_code in (401, 403):
            raise EndpointError(
                f"{self.url} does not let us in ({answer.status_code}). Give the token it was started with "
                "(--token, or --jwt for a web token).",
                answer.status_code,
            )

    def _json(self, answer: httpx2.Response) -> Any:
        try:
            return answer.json()
        except ValueError as error:
            raise EndpointError(
                f"{self.url} answered {answer.request.url.path} with something else than JSON: {answer.text[:80]!r}"
            ) from error

    def _conversation(self, sender: str, what: str) -> str:
        return f"/conversations/{quote(sender, safe='')}/{what}"


def checked_url(url: str) -> str:
    """Without a slash at its end; raises EndpointError for what is no address of a server."""
    try:
        found = httpx2.URL(url)
        urlsplit(url).port  # noqa: B018  (raises for what is no number, and for half a host)
    except (httpx2.InvalidURL, ValueError, TypeError) as error:
        raise EndpointError(f"'{url}' is no address: {error}. Expected: http://host:5005") from error
    if found.scheme not in ("http", "https") or not found.host:
        raise EndpointError(f"'{url}' is no address of a server. Expected: http://host:5005")
    if found.query:
        raise EndpointError(
            f"'{found.copy_with(query=None)}': give the address alone, and the token by --token."
        )
    return str(found).rstrip("/")
