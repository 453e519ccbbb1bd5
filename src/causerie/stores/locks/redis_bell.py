"""Hears whose turn it is: one subscription per process, made when somebody has to wait."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from causerie.stores.locks.redis_client import FAILURES, Redis
from causerie.stores.locks.redis_tickets import failure

#: Seconds of silence after which Redis is asked whether it is still there.
SILENCE = 15.0


class Bell:
    """A call that gets lost is no harm, only late: who waits looks from time to time."""

    def __init__(self, redis: Redis, address: str, channel: str) -> None:
        self._redis = redis
        self._address = address
        self._channel = channel
        self._expected: dict[str, asyncio.Event] = {}
        self._hearing: asyncio.Task[None] | None = None
        self._subscribed: asyncio.Future[None]

    @contextmanager
    def expecting(self, ticket: str) -> Iterator[asyncio.Event]:
        self._expected[ticket] = asyncio.Event()
        try:
            yield self._expected[ticket]
        finally:
            del self._expected[ticket]

    async def listen(self) -> None:
        """Until Redis has confirmed that calls come here. Raises StoreError."""
        if self._hearing is None or self._hearing.done():
            self._subscribed = asyncio.get_running_loop().create_future()
            self._hearing = asyncio.create_task(self._hear(self._subscribed))
        await asyncio.shield(self._subscribed)

    async def close(self) -> None:
        while self._hearing is not None and not self._hearing.done():
            self._hearing.cancel()  # the client may swallow it while it connects anew
            await asyncio.wait([self._hearing], timeout=0.2)

    async def _hear(self, subscribed: asyncio.Future[None]) -> None:
        try:
            async with self._redis.pubsub() as pubsub:
                await pubsub.subscribe(self._channel)
                await self._take_calls(pubsub, subscribed)
        except FAILURES as error:
            if not subscribed.done():
                subscribed.set_exception(failure(self._address, error))
        finally:
            subscribed.cancel()
            self._ring_all()

    async def _take_calls(self, pubsub: Any, subscribed: asyncio.Future[None]) -> None:
        is_asked = False
        while True:
            message = await pubsub.get_message(timeout=SILENCE)
            if message is None and is_asked:
                raise TimeoutError("it is silent")
            if message is None:
                await pubsub.ping()
            elif message["type"] == "message":
                self._ring(message["data"].decode())
            elif message["type"] == "subscribe":  # again, when the connection had to be made anew
                if not subscribed.done():
                    subscribed.set_result(None)
                self._ring_all()
            is_asked = message is None

    def _ring(self, ticket: str) -> None:
        if ticket in self._expected:
            self._expected[ticket].set()

    def _ring_all(self) -> None:
        for event in self._expected.values():
            event.set()
