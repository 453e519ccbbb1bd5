"""Conversations as a process knows them: in step with the store, whoever else writes to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from causerie.conversations import Conversations
from causerie.dialogue.events import Event, SessionStarted, SlotSet
from causerie.domain import Slot
from causerie.errors import StoreError
from causerie.stores.trackers.memory import MemoryTrackerStore

SLOTS = {"x": Slot("x")}


class CountingStore(MemoryTrackerStore):
    """Counts the events that are read."""

    def __init__(self) -> None:
        super().__init__()
        self.read_events = 0

    async def read(self, sender_id: str, after: int = 0) -> Any:
        found = await super().read(sender_id, after)
        self.read_events += len(found.events)
        return found


class FullStore(MemoryTrackerStore):
    async def append(
        self, sender_id: str, events: Sequence[Event], finished_reminders: Sequence[str] = ()
    ) -> int:
        raise StoreError("The disk is full.")


def set_x(value: object) -> SlotSet:
    return SlotSet(name="x", value=value)


async def test_a_turn_reads_only_what_is_new() -> None:
    store = CountingStore()
    known = Conversations(store, SLOTS)
    for turn in range(50):
        tracker = await known.load("a")
        tracker.update(set_x(turn))
        await known.save(tracker)
    assert store.read_events == 0, "nobody else wrote, so nothing was read again"
    assert (await known.load("a")).slot("x") == 49


async def test_what_another_worker_stored_is_seen() -> None:
    store = MemoryTrackerStore()
    one, two = Conversations(store, SLOTS), Conversations(store, SLOTS)
    tracker = await one.load("a")
    tracker.update(set_x(1))
    await one.save(tracker)
    other = await two.load("a")
    other.update(set_x(2))
    await two.save(other)
    assert (await one.load("a")).slot("x") == 2


async def test_what_was_replaced_elsewhere_is_read_anew(tmp_path: Any) -> None:
    from causerie.stores.trackers.sql import SqlTrackerStore
    from causerie.stores.trackers.sql_url import database_url

    store = SqlTrackerStore(database_url({"db": "t.db"}, None, tmp_path))
    one, two = Conversations(store, SLOTS), Conversations(store, SLOTS)
    tracker = await one.load("a")
    tracker.update_all([set_x(1), set_x(2), set_x(3)])
    await one.save(tracker)
    await two.replace("a", [set_x("other")])
    seen = await one.load("a")
    assert [event.value for event in seen.events] == ["other"]  # type: ignore[attr-defined]
    await store.close()


async def test_a_turn_that_could_not_be_stored_is_forgotten() -> None:
    known = Conversations(FullStore(), SLOTS)
    tracker = await known.load("a")
    tracker.update(set_x(1))
    with pytest.raises(StoreError):
        await known.save(tracker)
    assert (await known.load("a")).slot("x") is None


async def test_a_tracker_with_events_that_were_never_saved_is_read_anew() -> None:
    known = Conversations(MemoryTrackerStore(), SLOTS)
    tracker = await known.load("a")
    tracker.update(set_x("abandoned"))
    assert (await known.load("a")).slot("x") is None


async def test_only_the_latest_session_stays_in_memory() -> None:
    known = Conversations(MemoryTrackerStore(), SLOTS)
    tracker = await known.load("a")
    tracker.update_all([SessionStarted(), set_x(1)])
    await known.save(tracker)
    tracker = await known.load("a")
    tracker.update_all([SessionStarted(), set_x(2)])
    await known.save(tracker)
    assert len((await known.load("a")).events) == 2
    assert len((await known.whole("a")).events) == 4


async def test_the_conversations_used_last_are_kept() -> None:
    store = CountingStore()
    known = Conversations(store, SLOTS, kept=2)
    for sender in "abc":
        tracker = await known.load(sender)
        tracker.update(set_x(sender))
        await known.save(tracker)
    assert sorted(known._known) == ["b", "c"]
    assert (await known.load("a")).slot("x") == "a"
