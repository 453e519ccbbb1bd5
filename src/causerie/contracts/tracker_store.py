"""What every tracker store must do. Run it on your own: ``await check_tracker_store(MyStore)``."""

from __future__ import annotations

from collections.abc import Callable

from causerie.dialogue.events import ActionExecuted, Event, SessionStarted, SlotSet
from causerie.ports import TrackerStore


async def check_tracker_store(make: Callable[[], TrackerStore]) -> None:
    """Raises AssertionError, with what was expected, for a store that does not keep the contract."""
    for check in (_reads, _sessions, _replaces, _separates):
        store = make()
        try:
            await check(store)
        finally:
            await store.close()


def _slots(*values: object) -> list[Event]:
    return [SlotSet(name="value", value=value, timestamp=1.5, metadata={"m": 1}) for value in values]


def _values(events: tuple[Event, ...]) -> list[object]:
    return [event.value for event in events if isinstance(event, SlotSet)]


async def _reads(store: TrackerStore) -> None:
    nothing = await store.read("a")
    assert nothing.events == (), "an unknown conversation is empty"
    first = await store.append("a", _slots(1, {"deep": [None, "ü"]}))
    found = await store.read("a")
    assert _values(found.events) == [1, {"deep": [None, "ü"]}], "events come back in their order"
    assert found.events[0].timestamp == 1.5, "with their time"
    assert found.events[0].metadata == {"m": 1}, "and metadata"
    assert found.position == first, "reading and appending agree on the position"
    assert (await store.read("a", first)).events == (), "after the last position there is nothing"
    second = await store.append("a", _slots(3))
    newer = await store.read("a", first)
    assert _values(newer.events) == [3], "a read after a position gives only what is newer"
    assert newer.position == second > first, "positions grow"


async def _sessions(store: TrackerStore) -> None:
    assert (await store.read_latest_session("a")).events == ()
    await store.append("a", _slots("before"))
    assert _values((await store.read_latest_session("a")).events) == ["before"], "no session: all events"
    await store.append("a", [SessionStarted(), *_slots("one")])
    position = await store.append("a", [ActionExecuted(name="x"), SessionStarted(), *_slots("two")])
    latest = await store.read_latest_session("a")
    assert _values(latest.events) == ["two"], "the latest session only"
    assert isinstance(latest.events[0], SessionStarted)
    assert latest.position == position
    assert _values((await store.read("a")).events) == ["before", "one", "two"], "read gives all sessions"


async def _replaces(store: TrackerStore) -> None:
    before = await store.append("a", _slots(1, 2, 3))
    after = await store.replace("a", _slots("new"))
    assert _values((await store.read("a")).events) == ["new"]
    seen = await store.read("a", before)
    assert _values(seen.events) == ["new"], "who read before the replacement sees all that is there now"
    assert seen.position == after
    await store.delete("a")
    assert (await store.read("a")).events == ()


async def _separates(store: TrackerStore) -> None:
    await store.append("a", _slots(1))
    await store.append("b/ü 1", _slots(2))
    assert _values((await store.read("b/ü 1")).events) == [2]
    assert sorted(await _keys(store)) == ["a", "b/ü 1"]
    await store.delete("a")
    assert await _keys(store) == ["b/ü 1"]


async def _keys(store: TrackerStore) -> list[str]:
    return [key async for key in store.keys()]  # noqa: SIM118 - a store is no dict
