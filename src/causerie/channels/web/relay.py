"""Live events from process to process, by publish and subscribe of Redis. Nothing is kept there.

Without Redis each process shows what it does itself, and finds what others stored when it looks at the store.
"""

from __future__ import annotations

import asyncio
import json
import logging
import uuid
from typing import Any

from redis.asyncio import Redis
from redis.asyncio.client import PubSub
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from causerie.channels.web.live import Live
from causerie.channels.web.told import Told, TurnsTold, read_told

log = logging.getLogger(__name__)
#: Seconds: between lists of the turns under way, of silence (one's own list is heard, too) that mean the
#: connection is dead, for a command, until the next try, and until a cancellation counts as swallowed.
BEAT, DEAD, COMMAND, PAUSE, SWALLOWED = 10.0, 25.0, 5.0, 1.0, 0.2
MOST_WAITING, MOST_AT_ONCE = 10_000, 200


class Relay:
    """``tell`` and forget: what can't be sent at once is left out, for it would be stale later."""

    def __init__(self, url: str, live: Live) -> None:
        self.process = uuid.uuid4().hex
        self._live = live
        self._redis = Redis.from_url(
            url, retry=Retry(NoBackoff(), 0), socket_timeout=COMMAND, socket_connect_timeout=COMMAND
        )
        # Publishing knows no databases: their number in the name keeps bots apart that share a Redis.
        self._channel = f"causerie:web:{self._redis.connection_pool.connection_kwargs.get('db') or 0}"
        self._waiting: asyncio.Queue[str] = asyncio.Queue(MOST_WAITING)
        self._is_joined = False
        self._is_complained = False
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._task = asyncio.create_task(self._stay_joined())

    async def close(self) -> None:
        while self._task is not None and not self._task.done():
            self._task.cancel()  # the client may swallow it while it connects anew
            await asyncio.wait([self._task], timeout=SWALLOWED)
        await self._redis.aclose()

    def tell(self, conversation: str, kind: str, data: dict[str, Any]) -> None:
        self._put({"conversation": conversation, "kind": kind, "data": data})

    def _put(self, told: dict[str, Any]) -> None:
        if self._is_joined and not self._waiting.full():
            self._waiting.put_nowait(json.dumps({"process": self.process, **told}, default=str))

    async def _stay_joined(self) -> None:
        while True:
            try:
                await self._joined()
            except* (RedisError, OSError) as failures:
                self._complain(failures.exceptions[0])
            self._is_joined = False
            self._live.heard_nothing()
            await self._redis.connection_pool.disconnect()  # what is left there is as dead
            await asyncio.sleep(PAUSE)

    async def _joined(self) -> None:
        """Ends with an error when Redis does."""
        async with self._redis.pubsub() as pubsub, asyncio.TaskGroup() as group:
            await pubsub.subscribe(self._channel)
            group.create_task(self._listen(pubsub))
            group.create_task(self._speak())

    # -- out

    async def _speak(self) -> None:
        loop = asyncio.get_running_loop()
        while not self._waiting.empty():
            self._waiting.get_nowait()
        self._is_joined = True
        beat = loop.time()
        while True:
            if loop.time() >= beat:
                self._live.forget_silent()
                self._put({"turns": list(self._live.turns.here)})
                beat = loop.time() + BEAT
            try:
                first = await asyncio.wait_for(self._waiting.get(), beat - loop.time())
            except TimeoutError:
                continue
            async with self._redis.pipeline(transaction=False) as pipeline:
                pipeline.publish(self._channel, first)
                for _ in range(min(self._waiting.qsize(), MOST_AT_ONCE)):
                    pipeline.publish(self._channel, self._waiting.get_nowait())
                await pipeline.execute()

    # -- in

    async def _listen(self, pubsub: PubSub) -> None:
        while True:
            message = await pubsub.get_message(timeout=DEAD)
            if message is None:
                raise TimeoutError(f"it was silent for {DEAD:g} seconds")
            if message["type"] == "message":
                self._hear(message["data"])
            else:
                self._rejoice()

    def _hear(self, raw: bytes) -> None:
        told = read_told(raw)
        if told is None:
            log.warning(
                "Something that is no event of the channel 'web' came from Redis, by '%s', and was ignored: %r.",
                self._channel,
                raw[:60],
            )
        elif told.process == self.process:
            pass
        elif isinstance(told, TurnsTold):
            self._live.heard_turns(told.process, told.conversations)
        elif isinstance(told, Told):
            self._live.heard(told.process, told.conversation, told.kind, told.data)

    def _complain(self, error: BaseException) -> None:
        """Once, until Redis is back."""
        if not self._is_complained:
            log.warning(
                "Redis is away (%s). Until it is back, open chats show what other processes do when they look "
                "at the stored conversations ('poll' of the channel 'web').",
                error,
            )
        self._is_complained = True

    def _rejoice(self) -> None:
        if self._is_complained:
            log.warning("Redis is back: open chats show what other processes do at once.")
        self._is_complained = False
