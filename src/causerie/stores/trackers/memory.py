"""Conversations in memory: the simplest store, gone when the process ends."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence

from causerie.dialogue.events import ActionExecuted, Event, ReminderScheduled, SessionStarted
from causerie.domain.names import ACTION_SESSION_START
from causerie.ports import StoredEvents


class MemoryTrackerStore:
    """Keeps the latest session of each conversation, as Rasa's store in memory does: the one before it
    goes with the next turn.

    A position is the number of events so far, counted on over replacements and what was forgotten.
    """

    def __init__(self, keeps_all_sessions: bool = False) -> None:
        self.keeps_all_sessions = keeps_all_sessions
        self._events: dict[str, list[Event]] = {}
        self._first: dict[str, int] = {}

    async def read(self, sender_id: str, after: int = 0) -> StoredEvents:
        events = self._events.get(sender_id, [])
        first = self._first.get(sender_id, 0)
        position = first + len(events)
        if after > position:
            return StoredEvents(tuple(events), position, replaced=True)
        return StoredEvents(tuple(events[max(0, after - first) :]), position)

    async def read_latest_session(self, sender_id: str) -> StoredEvents:
        events = self._events.get(sender_id, [])
        start = next(
            (index for index in range(len(events) - 1, -1, -1) if isinstance(events[index], SessionStarted)),
            0,
        )
        return StoredEvents(tuple(events[start:]), self._first.get(sender_id, 0) + len(events))

    async def append(
        self, sender_id: str, events: Sequence[Event], finished_reminders: Sequence[str] = ()
    ) -> int:
        kept = self._events.setdefault(sender_id, [])
        if not self.keeps_all_sessions:
            self._forget_earlier_sessions(sender_id)
        kept.extend(events)
        return self._first.get(sender_id, 0) + len(kept)

    def _forget_earlier_sessions(self, sender_id: str) -> None:
        kept = self._events[sender_id]
        start = session_start(kept)
        del kept[:start]
        self._first[sender_id] = self._first.get(sender_id, 0) + start

    async def replace(self, sender_id: str, events: Sequence[Event]) -> int:
        self._first[sender_id] = self._first.get(sender_id, 0) + len(self._events.get(sender_id, ()))
        self._events[sender_id] = list(events)
        return self._first[sender_id] + len(events)

    async def delete(self, sender_id: str) -> None:
        self._events.pop(sender_id, None)
        self._first.pop(sender_id, None)

    async def keys(self) -> AsyncIterator[str]:
        for key in list(self._events):
            yield key

    async def pending_reminders(self) -> list[tuple[str, ReminderScheduled]]:
        return []

    async def close(self) -> None:
        pass


def session_start(events: Sequence[Event]) -> int:
    """Where the latest session starts; 0 when none does."""
    for index in range(len(events) - 1, -1, -1):
        event = events[index]
        if isinstance(event, ActionExecuted) and event.name == ACTION_SESSION_START:
            return index
    return 0
