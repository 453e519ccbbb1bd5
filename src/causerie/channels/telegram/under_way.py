"""Updates that are being taken: in order within a chat, chats side by side."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from causerie.channels.telegram.reading import chat_of
from causerie.errors import CauserieError

log = logging.getLogger(__name__)
Json = dict[str, Any]
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
#: As many as Telegram gives at once. More are left with it until some of these are taken.
MOST = 100


class UnderWay:
    """``offset``: all updates before it have been taken. An update is taken when ``take`` returns.

    One that fails is tried again before those after it in its chat; one that breaks the bot's own code is logged and
    passed over, since it would do so again.
    """

    def __init__(self, take: Callable[[Json], Awaitable[None]]) -> None:
        self.offset = 0
        self._take = take
        self._waiting: set[int] = set()
        self._taken: set[int] = set()
        self._chats: dict[str | None, deque[tuple[int, Json]]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._progress = asyncio.Event()

    @property
    def is_idle(self) -> bool:
        return not self._waiting

    def begin(self, updates: Mapping[int, Json]) -> int:
        """Those that are not under way yet, the oldest first; returns how many they are."""
        new = [number for number in sorted(updates) if number >= self.offset and not self._knows(number)]
        new = new[: max(0, MOST - len(self._waiting) - len(self._taken))]
        for number in new:
            self._waiting.add(number)
            chat = chat_of(updates[number])
            queue = self._chats.get(chat)
            if queue is None:
                queue = self._chats[chat] = deque()
                task = asyncio.get_running_loop().create_task(self._work(chat, queue))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)
            queue.append((number, updates[number]))
        return len(new)

    async def progress(self, patience: float) -> None:
        """Wait until an update has been taken, but no longer than ``patience`` seconds."""
        try:
            await asyncio.wait_for(self._progress.wait(), patience)
        except TimeoutError:
            return
        finally:
            self._progress.clear()

    async def stop(self) -> None:
        """What is not taken by now comes again."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _work(self, chat: str | None, queue: deque[tuple[int, Json]]) -> None:
        try:
            while queue:
                number, update = queue[0]
                await self._insist(update)
                queue.popleft()
                self._note(number)
        finally:
            del self._chats[chat]

    async def _insist(self, update: Json) -> None:
        pause = FIRST_PAUSE
        while True:
            try:
                await self._take(update)
                return
            except CauserieError as error:
                log.warning("An update of Telegram failed: %s Trying again in %.0f seconds.", error, pause)
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
            except Exception:
                log.exception("An update of Telegram failed and was passed over.")
                return

    def _knows(self, number: int) -> bool:
        return number in self._waiting or number in self._taken

    def _note(self, number: int) -> None:
        """An update that was taken counts towards the offset once all before it were."""
        self._waiting.discard(number)
        self._taken.add(number)
        first = min(self._waiting, default=max(self._taken) + 1)
        self.offset = max(self.offset, first)
        self._taken = {taken for taken in self._taken if taken >= self.offset}
        self._progress.set()
