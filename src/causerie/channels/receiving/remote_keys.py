"""The public keys that a platform signs its tokens with: fetched when one is needed, never at the start."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from causerie.errors import PlatformError

log = logging.getLogger(__name__)
#: A key that is not known yet may be new; asking at every such token would let strangers make us ask.
UNKNOWN_PAUSE = 300.0
#: While the platform's keys can't be had, it is not asked more often than this, in seconds.
FAILED_PAUSE = 5.0
Fetch = Callable[[], Awaitable[tuple[Mapping[str, Any], float]]]


class RemoteKeys:
    """``fetch`` gives the keys by their id and for how many seconds they hold."""

    def __init__(self, fetch: Fetch, clock: Callable[[], float] = time.monotonic) -> None:
        self._fetch = fetch
        self._clock = clock
        self._lock = asyncio.Lock()
        self._keys: Mapping[str, Any] | None = None
        self._since = self._until = 0.0
        self._failed: tuple[float, PlatformError] | None = None

    async def find(self, key_id: str) -> Any:
        """None for a key that the platform does not have. Raises PlatformError while there are no keys at all."""
        async with self._lock:
            now = self._clock()
            known = self._keys or {}
            is_unknown = key_id not in known and now - self._since >= UNKNOWN_PAUSE
            if self._keys is None or now >= self._until or is_unknown:
                await self._renew(now)
            return (self._keys or {}).get(key_id)

    async def _renew(self, now: float) -> None:
        """Old keys are better than none."""
        if self._failed is not None and now - self._failed[0] < FAILED_PAUSE:
            if self._keys is None:
                raise self._failed[1]
            return
        try:
            self._keys, seconds = await self._fetch()
        except PlatformError as error:
            self._failed = (now, error)
            if self._keys is None:
                raise
            log.warning("The keys of before are used: %s", error)
            return
        self._failed = None
        self._since, self._until = self._clock(), self._clock() + seconds
