"""A login that is asked for when it is needed, and again when its time is over or a platform refuses it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

from causerie.channels.delivery.call import Call
from causerie.channels.delivery.platform import Platform, Reply

#: Many calls may be refused at once: one of them renews the login for all.
FRESH = 5.0
Ask = Callable[[], Awaitable[tuple[dict[str, str], float]]]


class CachedLogin:
    """``ask`` gives the headers of a login and for how many seconds they hold. Raises PlatformError as it does."""

    def __init__(self, ask: Ask, clock: Callable[[], float] = time.monotonic) -> None:
        self._ask = ask
        self._clock = clock
        self._lock = asyncio.Lock()
        self._headers: dict[str, str] | None = None
        self._since = self._until = 0.0

    async def headers(self, platform: Platform, renew: bool) -> dict[str, str]:
        async with self._lock:
            now = self._clock()
            is_stale = now >= self._until or (renew and now - self._since > FRESH)
            if self._headers is None or is_stale:
                self._headers, seconds = await self._ask()
                self._since, self._until = self._clock(), self._clock() + seconds
            return self._headers


async def ask_once(name: str, call: Call) -> Reply:
    """A call that needs no login, on a connection of its own. Raises PlatformError."""
    platform = Platform(name, "")
    try:
        return await platform.ask(call)
    finally:
        await platform.close()
