"""Carries calls to a platform: in order for each recipient, later when it is down or asks to wait.

A turn does not wait for the platform. Calls that can't be delivered now are kept on disk.
"""

from __future__ import annotations

import asyncio
import logging
import random
import sqlite3
from collections import deque
from collections.abc import Iterable, Sequence

from causerie.channels.delivery.call import Call
from causerie.channels.delivery.parcel import Delivered, Late, Parcel, unpacked
from causerie.channels.delivery.platform import Platform
from causerie.channels.delivery.waiting import Waiting
from causerie.errors import PlatformError

log = logging.getLogger(__name__)
FIRST_PAUSE, LONGEST_PAUSE = 0.2, 60.0
LONGEST_WAITING = 24 * 3600.0
GOODBYE = 5.0
Queue = deque[Parcel | Late]


class Courier:
    """``post`` returns at once. ``waiting`` is where calls outlive a restart; without it they don't."""

    def __init__(self, channel: str, platform: Platform, waiting: Waiting | None = None) -> None:
        self.channel = channel
        self.platform = platform
        self.waiting = waiting
        #: How many answers are being shown while they are made.
        self.growing = 0
        self._queues: dict[str, Queue] = {}
        self._blocked: set[str] = set()
        self._resting: dict[str, float] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}

    async def start(self) -> None:
        """Take up what an earlier process could not deliver."""
        if self.waiting is None:
            return
        for recipient, call in await asyncio.to_thread(self.waiting.take, self.channel):
            self.post(recipient, [call])

    def post(self, recipient: str, calls: Sequence[Call], delivered: Delivered | None = None) -> None:
        """``delivered`` is told the platform's reply to each call."""
        if calls:
            self._put(recipient, [Parcel(call, delivered) for call in calls])

    def post_late(self, recipient: str, late: Late) -> None:
        """For calls that depend on what the platform replies to those before them."""
        self._put(recipient, [late])

    def _put(self, recipient: str, items: Sequence[Parcel | Late]) -> None:
        queue = self._queues.setdefault(recipient, deque())
        if recipient in self._blocked:
            parcels = _needed(items)
            for parcel in parcels:
                self._keep(recipient, parcel)
            queue.extend(parcels)
        else:
            queue.extend(items)
        if recipient not in self._tasks and queue:
            task = asyncio.get_running_loop().create_task(self._carry(recipient, queue))
            self._tasks[recipient] = task

    async def idle(self) -> None:
        """Wait until nothing is under way."""
        while self._tasks:
            await asyncio.wait(list(self._tasks.values()))

    async def settled(self, recipient: str, patience: float) -> None:
        """Wait until this recipient has everything, but no longer than ``patience`` seconds."""
        if (task := self._tasks.get(recipient)) is not None:
            await asyncio.wait([task], timeout=patience)

    async def close(self) -> None:
        """What can't be delivered within a moment stays on disk."""
        if self._tasks:
            await asyncio.wait(list(self._tasks.values()), timeout=GOODBYE)
        for recipient, task in list(self._tasks.items()):
            task.cancel()
            for parcel in _needed(self._queues.get(recipient, ())):
                self._keep(recipient, parcel)
        if self._tasks:
            await asyncio.gather(*self._tasks.values(), return_exceptions=True)
        await self.platform.close()

    def forget(self, recipient: str) -> None:
        """Erase what has not been delivered to somebody."""
        self._queues.get(recipient, deque()).clear()
        if self.waiting is not None:
            self.waiting.forget(recipient)

    async def _carry(self, recipient: str, queue: Queue) -> None:
        try:
            while queue:
                first = queue[0]
                if isinstance(first, Late):
                    queue.popleft()
                    queue.extendleft(reversed(first.make()))
                else:
                    await self._deliver(recipient, queue, first)
        finally:
            if not self._rest(recipient):
                self._resting.pop(recipient, None)
            self._blocked.discard(recipient)
            self._queues.pop(recipient, None)
            self._tasks.pop(recipient, None)

    async def _deliver(self, recipient: str, queue: Queue, parcel: Parcel) -> None:
        """The first parcel, however long it takes."""
        waited, pause = 0.0, FIRST_PAUSE
        if (rest := self._rest(recipient)) and not parcel.call.is_courtesy:
            self._block(recipient, queue)
            await asyncio.sleep(rest)
        while queue and queue[0] is parcel:
            if parcel.call.is_courtesy and self._rest(recipient):
                break
            try:
                reply = await self.platform.ask(parcel.call)
            except PlatformError as error:
                if parcel.call.is_courtesy:
                    self._miss(recipient, parcel, error)
                    break
                if error.is_final and parcel.call.otherwise:
                    log.info("%s Another way is tried.", error)
                    self._replace(recipient, queue, parcel)
                    return
                if error.is_final or waited > LONGEST_WAITING:
                    log.error("A message to %s was given up. %s", recipient, error)
                    break
                if recipient not in self._blocked:
                    log.warning("%s What is said to %s waits.", error, recipient)
                    self._block(recipient, queue)
                seconds = error.wait if error.wait is not None else pause * random.uniform(0.75, 1.25)
                await asyncio.sleep(seconds)
                waited, pause = waited + seconds, min(pause * 2, LONGEST_PAUSE)
                continue
            if parcel.delivered is not None:
                parcel.delivered(reply)
            self._blocked.discard(recipient)
            break
        if queue and queue[0] is parcel:
            queue.popleft()
        self._let_go(parcel)

    def _rest(self, recipient: str) -> float:
        """Seconds until the platform wants to be called again."""
        now = asyncio.get_running_loop().time()
        return max(0.0, self._resting.get(recipient, now) - now)

    def _miss(self, recipient: str, parcel: Parcel, error: PlatformError) -> None:
        log.debug("%s", error)
        if error.wait:
            self._resting[recipient] = asyncio.get_running_loop().time() + error.wait
        if parcel.missed is not None:
            parcel.missed(error)

    def _replace(self, recipient: str, queue: Queue, parcel: Parcel) -> None:
        """What is to be done otherwise, before all that follows."""
        if queue and queue[0] is parcel:
            queue.popleft()
            others = [Parcel(call, parcel.delivered) for call in parcel.call.otherwise]
            queue.extendleft(reversed(others))
            if recipient in self._blocked:
                for other in others:
                    self._keep(recipient, other)
        self._let_go(parcel)

    def _block(self, recipient: str, queue: Queue) -> None:
        self._blocked.add(recipient)
        parcels = _needed(queue)
        queue.clear()
        queue.extend(parcels)
        for parcel in parcels:
            self._keep(recipient, parcel)

    def _keep(self, recipient: str, parcel: Parcel) -> None:
        if self.waiting is not None and parcel.number is None and not parcel.call.is_courtesy:
            try:
                parcel.number = self.waiting.put(self.channel, recipient, parcel.call)
            except (OSError, ValueError, TypeError, sqlite3.Error) as error:
                log.error("A waiting message could not be kept in %s: %s", self.waiting.file, error)

    def _let_go(self, parcel: Parcel) -> None:
        if self.waiting is not None and parcel.number is not None:
            try:
                self.waiting.drop(parcel.number)
            except (OSError, sqlite3.Error) as error:
                log.error("A delivered message stays in %s: %s", self.waiting.file, error)


def _needed(items: Iterable[Parcel | Late]) -> list[Parcel]:
    """Without courtesies."""
    return [parcel for item in items for parcel in unpacked(item) if not parcel.call.is_courtesy]
