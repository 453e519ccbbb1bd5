"""Carries calls to a platform: in order for each recipient, later when it is down or asks to wait.

A turn does not wait for the platform. Calls that can't be delivered now are kept on disk.
"""

from __future__ import annotations

import asyncio
import logging
import random
import sqlite3
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from causerie.channels.delivery.call import Call
from causerie.channels.delivery.platform import Platform, Reply
from causerie.channels.delivery.waiting import Waiting
from causerie.errors import PlatformError

log = logging.getLogger(__name__)
FIRST_PAUSE, LONGEST_PAUSE = 0.2, 60.0
LONGEST_WAITING = 24 * 3600.0
GOODBYE = 5.0
Delivered = Callable[[Reply], None]


@dataclass(slots=True)
class _Parcel:
    call: Call
    delivered: Delivered | None = None
    number: int | None = None


class Courier:
    """``post`` returns at once. ``waiting`` is where calls outlive a restart; without it they don't."""

    def __init__(self, channel: str, platform: Platform, waiting: Waiting | None = None) -> None:
        self.channel = channel
        self.platform = platform
        self.waiting = waiting
        self._queues: dict[str, deque[_Parcel]] = {}
        self._blocked: set[str] = set()
        self._tasks: dict[str, asyncio.Task[None]] = {}

    async def start(self) -> None:
        """Take up what an earlier process could not deliver."""
        if self.waiting is None:
            return
        for recipient, call in await asyncio.to_thread(self.waiting.take, self.channel):
            self.post(recipient, [call])

    def post(self, recipient: str, calls: Sequence[Call], delivered: Delivered | None = None) -> None:
        """``delivered`` is told the platform's reply to each call."""
        if not calls:
            return
        queue = self._queues.setdefault(recipient, deque())
        parcels = [_Parcel(call, delivered) for call in calls]
        if recipient in self._blocked:
            parcels = [parcel for parcel in parcels if not parcel.call.is_courtesy]
            for parcel in parcels:
                self._keep(recipient, parcel)
        queue.extend(parcels)
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
            for parcel in self._queues.get(recipient, ()):
                self._keep(recipient, parcel)
        if self._tasks:
            await asyncio.gather(*self._tasks.values(), return_exceptions=True)
        await self.platform.close()

    def forget(self, recipient: str) -> None:
        """Erase what has not been delivered to somebody."""
        self._queues.get(recipient, deque()).clear()
        if self.waiting is not None:
            self.waiting.forget(recipient)

    async def _carry(self, recipient: str, queue: deque[_Parcel]) -> None:
        try:
            while queue:
                await self._deliver(recipient, queue)
        finally:
            self._blocked.discard(recipient)
            self._queues.pop(recipient, None)
            self._tasks.pop(recipient, None)

    async def _deliver(self, recipient: str, queue: deque[_Parcel]) -> None:
        """The first parcel, however long it takes."""
        parcel, waited, pause = queue[0], 0.0, FIRST_PAUSE
        while True:
            try:
                reply = await self.platform.ask(parcel.call)
            except PlatformError as error:
                if parcel.call.is_courtesy:
                    log.debug("%s", error)
                    break
                if error.is_final or waited > LONGEST_WAITING:
                    log.error("A message to %s was given up. %s", recipient, error)
                    break
                if recipient not in self._blocked:
                    log.warning("%s What is said to %s waits.", error, recipient)
                    self._block(recipient, queue)
                seconds = error.wait if error.wait is not None else pause * random.uniform(0.75, 1.25)
                await asyncio.sleep(seconds)
                waited, pause = waited + seconds, min(pause * 2, LONGEST_PAUSE)
                if not queue or queue[0] is not parcel:
                    return  # erased meanwhile
                continue
            if parcel.delivered is not None:
                parcel.delivered(reply)
            self._blocked.discard(recipient)
            break
        if queue and queue[0] is parcel:
            queue.popleft()
        self._let_go(parcel)

    def _block(self, recipient: str, queue: deque[_Parcel]) -> None:
        self._blocked.add(recipient)
        for parcel in [parcel for parcel in queue if parcel.call.is_courtesy and parcel is not queue[0]]:
            queue.remove(parcel)
        for parcel in queue:
            self._keep(recipient, parcel)

    def _keep(self, recipient: str, parcel: _Parcel) -> None:
        if self.waiting is not None and parcel.number is None and not parcel.call.is_courtesy:
            try:
                parcel.number = self.waiting.put(self.channel, recipient, parcel.call)
            except (OSError, ValueError, TypeError, sqlite3.Error) as error:
                log.error("A waiting message could not be kept in %s: %s", self.waiting.file, error)

    def _let_go(self, parcel: _Parcel) -> None:
        if self.waiting is not None and parcel.number is not None:
            try:
                self.waiting.drop(parcel.number)
            except (OSError, sqlite3.Error) as error:
                log.error("A delivered message stays in %s: %s", self.waiting.file, error)
