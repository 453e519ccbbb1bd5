"""Reminders: intents that happen by themselves at a set time."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable

from causerie.dialogue.events import Event, ReminderCancelled, ReminderScheduled, now
from causerie.dialogue.reminding import is_cancelled_by

log = logging.getLogger(__name__)
Remind = Callable[[str, ReminderScheduled], Awaitable[None]]


class Reminders:
    """Waits for reminders and calls ``remind(sender_id, reminder)`` when one is due.

    A reminder with the name of an earlier one of the same conversation replaces it.
    """

    def __init__(self, remind: Remind) -> None:
        self._remind = remind
        self._waiting: dict[tuple[str, str], tuple[ReminderScheduled, asyncio.Task[None]]] = {}

    def follow(self, sender_id: str, events: Iterable[Event]) -> None:
        """Set and cancel what these events say."""
        for event in events:
            if isinstance(event, ReminderScheduled):
                self.set(sender_id, event)
            elif isinstance(event, ReminderCancelled):
                self._cancel(sender_id, event)

    def set(self, sender_id: str, reminder: ReminderScheduled) -> None:
        key = (sender_id, reminder.name)
        self._drop(key)
        task = asyncio.get_running_loop().create_task(self._wait(sender_id, reminder))
        self._waiting[key] = (reminder, task)

    def forget(self, sender_id: str) -> None:
        """Drop all reminders of a conversation."""
        for key in [key for key in self._waiting if key[0] == sender_id]:
            self._drop(key)

    async def close(self) -> None:
        tasks = [task for _, task in self._waiting.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._waiting.clear()

    async def _wait(self, sender_id: str, reminder: ReminderScheduled) -> None:
        await asyncio.sleep(max(0.0, reminder.trigger_at - now()))
        self._waiting.pop((sender_id, reminder.name), None)
        try:
            await self._remind(sender_id, reminder)
        except Exception:
            log.exception("The reminder '%s' of conversation '%s' failed.", reminder.name, sender_id)

    def _cancel(self, sender_id: str, cancelled: ReminderCancelled) -> None:
        for key, (reminder, _) in list(self._waiting.items()):
            if key[0] == sender_id and is_cancelled_by(reminder, cancelled):
                self._drop(key)

    def _drop(self, key: tuple[str, str]) -> None:
        found = self._waiting.pop(key, None)
        if found:
            found[1].cancel()
