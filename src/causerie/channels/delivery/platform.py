"""The API of a messaging platform: one client, one way to say that a call failed."""

from __future__ import annotations

import logging
import math
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import httpx2

from causerie.channels.delivery.call import Call
from causerie.errors import PlatformError

#: It logs the address of every call, and some platforms have the token in it.
logging.getLogger("httpx2").setLevel(logging.WARNING)
PATIENCE = 10.0
LONGEST_WAIT = 3600.0
BRIEF = 200


class Login(Protocol):
    """Gives the headers that open the platform; ``renew`` is set after a 401."""

    async def headers(self, platform: Platform, renew: bool) -> dict[str, str]: ...


@dataclass(frozen=True, slots=True)
class Reply:
    """What a platform answered; ``body`` is parsed JSON, or text."""

    status: int
    headers: Mapping[str, str]
    body: Any

    def field(self, name: str) -> Any:
        return self.body.get(name) if isinstance(self.body, dict) else None


@dataclass(slots=True)
class Platform:
    """``headers`` and ``query`` go with every call; ``login`` gives headers that have to be asked for first."""

    name: str
    base_url: str
    headers: dict[str, str] = field(default_factory=dict)
    auth: tuple[str, str] | None = None
    login: Login | None = None
    patience: float = PATIENCE
    proxy: str | None = None
    query: dict[str, str] = field(default_factory=dict)
    verify: ssl.SSLContext | bool = True
    _client: httpx2.AsyncClient | None = None

    async def ask(self, call: Call) -> Reply:
        """Raises PlatformError, which says whether it is worth trying again, and when."""
        reply = await self._send(call, renew=False)
        if reply.status == 401 and self.login is not None:
            reply = await self._send(call, renew=True)
        complaint = self.complaint(reply)
        if complaint is not None:
            raise complaint
        return reply

    def complaint(self, reply: Reply) -> PlatformError | None:
        """What is wrong with a reply. Platforms that answer 200 for failures say more."""
        if reply.status < 300:
            return None
        return self.failed(reply, f"answered {reply.status}")

    def failed(self, reply: Reply, what: str, wait: float | None = None) -> PlatformError:
        """``wait``: seconds the platform asks for, if it says so in the body."""
        text = f"{self.name} {what}: {_brief(reply.body)}"
        if wait is None:
            wait = _seconds(reply.headers.get("retry-after"))
        is_passing = reply.status in (408, 425, 429) or reply.status >= 500 or wait is not None
        return PlatformError(text, is_final=not is_passing, wait=wait)

    async def close(self) -> None:
        if self._client is not None:
            await self._client.aclose()
            self._client = None

    async def _send(self, call: Call, renew: bool) -> Reply:
        if self._client is None:
            self._client = httpx2.AsyncClient(
                timeout=self.patience, auth=self.auth, proxy=self.proxy, verify=self.verify
            )
        url = call.path if "://" in call.path else self._address(call.path)
        headers = dict(self.headers)
        if self.login is not None:
            headers |= await self.login.headers(self, renew)
        try:
            answer = await self._client.request(
                call.method,
                url,
                json=call.json,
                data=call.form,
                params={**self.query, **call.query} or None,
                headers=headers,
            )
        except httpx2.InvalidURL as error:
            raise PlatformError(
                f"{self.name}: {call.path!r:.{BRIEF}} is no address.", is_final=True
            ) from error
        except httpx2.HTTPError as error:
            raise PlatformError(f"{self.name} can't be reached: {error or type(error).__name__}.") from error
        return Reply(answer.status_code, answer.headers, _body(answer))

    def _address(self, path: str) -> str:
        """Without a path the base URL as it was given: a slash at its end may matter."""
        return self.base_url.rstrip("/") + path if path else self.base_url


def _body(answer: httpx2.Response) -> Any:
    try:
        return answer.json()
    except ValueError:
        return answer.text


def _brief(body: Any) -> str:
    text = str(body)
    return text if len(text) <= BRIEF else text[:BRIEF] + " …"


def _seconds(value: str | None) -> float | None:
    """Of a Retry-After header; dates and nonsense are left out."""
    try:
        seconds = float(value or "")
    except ValueError:
        return None
    return min(max(0.0, seconds), LONGEST_WAIT) if math.isfinite(seconds) else None
