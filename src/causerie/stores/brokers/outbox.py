"""What waits to be told: a turn leaves its events here and goes on."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Sequence

from causerie.errors import StoreError
from causerie.ports import EventBroker, Json

log = logging.getLogger(__name__)
ROOM = 10_000
AT_ONCE = 100
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
TRIES = 5
PATIENCE = 3.0


class Outbox:
    """Hands events on to a broker, in order, in the background: no turn waits for it or fails with it.

    A broker that is away (StoreError, OSError) is tried again and again. When more than ``room`` events
    wait, the oldest are dropped. What else a broker raises concerns the event: after some tries that
    one is dropped. The log says what was. A retry may tell an event twice.
    """

    def __init__(self, broker: EventBroker, room: int = ROOM, pause: float = FIRST_PAUSE) -> None:
        self.broker = broker
        self.dropped = 0
        self._room = room
        self._pause = pause
        self._waiting: deque[Json] = deque()
        self._under_way: list[Json] = []
        self._some = asyncio.Event()
        self._none = asyncio.Event()
        self._work: asyncio.Task[None] | None = None
        self._is_away = False

    def put(self, events: Sequence[Json]) -> None:
        """Returns at once."""
        if not events:
            return
        self._waiting.extend(events)
        while len(self._waiting) > self._room:
            self._waiting.popleft()
            self._drop("more wait for the event broker than there is room for")
        self._none.clear()
        self._some.set()
        if self._work is None:
            self._work = asyncio.get_running_loop().create_task(self._hand_on())

    async def close(self, patience: float = PATIENCE) -> None:
        """Hands on what still waits, as far as that is possible in this time."""
        if self._work:
            try:
                await asyncio.wait_for(self._none.wait(), patience)
            except TimeoutError:
                left = len(self._under_way) + len(self._waiting)
                log.error("%d events were not told to the event broker before the end.", left)
            self._work.cancel()
            await asyncio.wait([self._work])
        await self.broker.close()

    async def _hand_on(self) -> None:
        while True:
            while not self._waiting:
                self._some.clear()
                self._none.set()
                await self._some.wait()
            self._under_way = [self._waiting.popleft() for _ in range(min(AT_ONCE, len(self._waiting)))]
            await self._publish(self._under_way)
            self._under_way = []

    async def _publish(self, events: list[Json]) -> None:
        pause, tries = self._pause, 0
        while True:
            try:
                await self.broker.publish(events)
            except (StoreError, OSError) as error:
                self._say_away(error)
            except Exception as error:
                tries += 1
                if len(events) > 1:
                    for event in events:
                        await self._publish([event])
                    return
                if tries == TRIES:
                    self._drop(f"the event broker raised {type(error).__name__}: {error}", always=True)
                    return
            else:
                self._say_back()
                return
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)

    def _drop(self, reason: str, always: bool = False) -> None:
        self.dropped += 1
        if always or self.dropped == 1:
            log.error("An event is not told to the event broker: %s.", reason)

    def _say_away(self, error: Exception) -> None:
        if not self._is_away:
            log.warning("The event broker is away; its events wait and are sent later. %s", error)
        self._is_away = True

    def _say_back(self) -> None:
        if self._is_away:
            log.warning("The event broker is back; %d events were dropped meanwhile.", self.dropped)
            self.dropped = 0
        self._is_away = False
