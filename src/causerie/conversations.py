"""Conversations as the process knows them: folded once, then only what is new is read and appended."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

from causerie.dialogue.events import Event, SessionStarted
from causerie.dialogue.state import Slots
from causerie.dialogue.tracker import Tracker
from causerie.ports import TrackerStore

KEPT = 2_000


@dataclass(slots=True)
class _Known:
    """``position`` is where the store was when the tracker's first ``stored`` events were there."""

    tracker: Tracker
    position: int
    stored: int


class Conversations:
    """Loads and saves trackers, and keeps those used last in memory.

    A tracker holds the events of the conversation's latest session; ``whole`` reads them all.
    Callers hold the conversation's lock.
    """

    def __init__(self, store: TrackerStore, slots: Slots, kept: int = KEPT) -> None:
        self.store = store
        self._slots = slots
        self._kept = kept
        self._known: OrderedDict[str, _Known] = OrderedDict()

    async def load(self, sender_id: str) -> Tracker:
        """The conversation as it stands in the store."""
        known = self._known.get(sender_id)
        if known is None:
            known = await self._first_time(sender_id)
        else:
            await self._catch_up(sender_id, known)
        self._known[sender_id] = known
        self._known.move_to_end(sender_id)
        while len(self._known) > self._kept:
            self._known.popitem(last=False)
        return known.tracker

    async def save(self, tracker: Tracker, finished_reminders: Sequence[str] = ()) -> list[Event]:
        """Append what is new, whole or not at all; returns the new events.

        When storing fails, what the process knew is dropped, so that it can't differ from the store.
        """
        known = self._known.get(tracker.sender_id)
        new = tracker.events[known.stored if known and known.tracker is tracker else 0 :]
        if not new and not finished_reminders:
            return []
        try:
            position = await self.store.append(tracker.sender_id, new, finished_reminders)
        except BaseException:
            self.forget(tracker.sender_id)
            raise
        if known is None or not new:
            return new
        known.position = position
        known.stored = len(tracker.events)
        if any(isinstance(event, SessionStarted) for event in new):
            self._known[tracker.sender_id] = _Known(*self._session(tracker, position))
        return new

    async def whole(self, sender_id: str) -> Tracker:
        """The conversation with the events of all its sessions."""
        found = await self.store.read(sender_id)
        return Tracker(sender_id, self._slots, found.events)

    async def replace(self, sender_id: str, events: Sequence[Event]) -> None:
        self.forget(sender_id)
        await self.store.replace(sender_id, events)

    async def delete(self, sender_id: str) -> None:
        self.forget(sender_id)
        await self.store.delete(sender_id)

    def forget(self, sender_id: str) -> None:
        """Read the conversation anew next time."""
        self._known.pop(sender_id, None)

    async def _first_time(self, sender_id: str) -> _Known:
        found = await self.store.read_latest_session(sender_id)
        tracker = Tracker(sender_id, self._slots, found.events)
        return _Known(tracker, found.position, len(tracker.events))

    async def _catch_up(self, sender_id: str, known: _Known) -> None:
        """Fold what others stored meanwhile."""
        if len(known.tracker.events) != known.stored:
            known.tracker, known.position, known.stored = _parts(await self._first_time(sender_id))
            return
        found = await self.store.read(sender_id, known.position)
        if found.replaced:
            known.tracker, known.position, known.stored = _parts(await self._first_time(sender_id))
            return
        if found.events:
            known.tracker.update_all(found.events)
            known.position, known.stored = found.position, len(known.tracker.events)

    def _session(self, tracker: Tracker, position: int) -> tuple[Tracker, int, int]:
        """The tracker without the sessions before the latest."""
        events = list(tracker.events)
        start = max(index for index, event in enumerate(events) if isinstance(event, SessionStarted))
        latest = Tracker(tracker.sender_id, self._slots, events[start:])
        return latest, position, len(latest.events)


def _parts(known: _Known) -> tuple[Tracker, int, int]:
    return known.tracker, known.position, known.stored
