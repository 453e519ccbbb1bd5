"""Every tracker store keeps conversations alike."""

from __future__ import annotations

import asyncio
import sqlite3
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from causerie.contracts.tracker_store import check_tracker_store
from causerie.dialogue import events as e
from causerie.errors import ComponentError, StoreError
from causerie.files.endpoints import EndpointConfig
from causerie.stores.trackers.memory import MemoryTrackerStore
from causerie.stores.trackers.registry import make_tracker_store
from causerie.stores.trackers.sql import SqlTrackerStore
from causerie.stores.trackers.sql_url import database_url


@pytest.fixture
async def sql(tmp_path: Path) -> AsyncIterator[SqlTrackerStore]:
    store = SqlTrackerStore(database_url({"db": "t.db"}, None, tmp_path))
    yield store
    await store.close()


@pytest.mark.parametrize("kind", ["memory", "sql"])
async def test_the_contract(kind: str, tmp_path: Path) -> None:
    def make() -> Any:
        if kind == "memory":
            return MemoryTrackerStore()
        return SqlTrackerStore(database_url({"db": f"{len(list(tmp_path.iterdir()))}.db"}, None, tmp_path))

    await check_tracker_store(make)


async def test_many_conversations_at_once_keep_their_order(sql: SqlTrackerStore) -> None:
    async def talk(sender: str) -> None:
        for turn in range(20):
            await sql.append(
                sender, [e.SlotSet(name="turn", value=turn), e.SlotSet(name="who", value=sender)]
            )

    await asyncio.gather(*(talk(f"s{number}") for number in range(10)))
    for number in range(10):
        found = await sql.read(f"s{number}")
        assert [event.value for event in found.events] == [x for n in range(20) for x in (n, f"s{number}")]  # type: ignore[attr-defined]


async def test_the_table_is_rasas(sql: SqlTrackerStore, tmp_path: Path) -> None:
    await sql.append(
        "a", [e.UserUttered(text="hi", intent={"name": "greet"}), e.ActionExecuted(name="utter")]
    )
    with sqlite3.connect(tmp_path / "t.db") as connection:
        rows = connection.execute(
            "select sender_id, type_name, intent_name, action_name, timestamp > 1e9, json_extract(data, '$.event') from events"
        ).fetchall()
    connection.close()
    assert rows == [("a", "user", "greet", None, 1, "user"), ("a", "action", None, "utter", 1, "action")]


async def test_a_database_that_rasa_wrote_opens(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "rasa.db") as connection:
        connection.execute(
            "CREATE TABLE events (id INTEGER NOT NULL, sender_id VARCHAR(255) NOT NULL, type_name VARCHAR(255) NOT NULL, "
            "timestamp FLOAT, intent_name VARCHAR, action_name VARCHAR, data TEXT, PRIMARY KEY (id))"
        )
        for text in (
            '{"event": "action", "timestamp": 1.0, "name": "action_session_start", "policy": null, "confidence": 1.0}',
            '{"event": "session_started", "timestamp": 2.0}',
            '{"event": "slot", "timestamp": 3.0, "name": "city", "value": "Rome"}',
        ):
            connection.execute("INSERT INTO events (sender_id, type_name, data) VALUES ('a', '', ?)", (text,))
        connection.execute("UPDATE events SET type_name = 'session_started' WHERE id = 2")
    connection.close()
    store = make_tracker_store(EndpointConfig("SQL", None, {"dialect": "sqlite"}), tmp_path)
    try:
        assert [type(event).__name__ for event in (await store.read_latest_session("a")).events] == [
            "SessionStarted",
            "SlotSet",
        ]
        await store.append("a", [e.ConversationPaused()])
        assert len((await store.read("a")).events) == 4
    finally:
        await store.close()


async def test_a_row_that_is_no_event_is_named_and_the_others_are_kept(
    sql: SqlTrackerStore, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    await sql.append("a", [e.Restarted(), e.ConversationPaused()])
    with sqlite3.connect(tmp_path / "t.db") as connection:
        connection.execute("UPDATE events SET data = '{' WHERE id = 1")
    connection.close()
    assert [type(event).__name__ for event in (await sql.read("a")).events] == ["ConversationPaused"]
    assert "Row 1" in caplog.text


async def test_a_turn_that_can_not_be_stored_fails_alone_and_whole(sql: SqlTrackerStore) -> None:
    bad = [e.SlotSet(name="x", value=1), e.SlotSet(name="y", value=2, timestamp=float("nan"))]
    await sql.append("good", [e.Restarted()])

    async def failing() -> None:
        with pytest.raises(StoreError, match="none of it was"):
            await sql.append("s" * 10, [bad[0], _Unstorable(name="z")])

    await asyncio.gather(failing(), sql.append("good", [e.ConversationPaused()]))
    assert (await sql.read("s" * 10)).events == ()
    assert len((await sql.read("good")).events) == 2


class _Unstorable(e.SlotSet):
    """An event whose row the database refuses."""


@pytest.fixture(autouse=True)
def _writable(monkeypatch: pytest.MonkeyPatch) -> None:
    from causerie.stores.trackers import sql_writer

    rows = sql_writer.event_rows

    def refusing(sender_id: str, events: Any) -> Any:
        made = rows(sender_id, [event for event in events if type(event) is not _Unstorable])
        if len(made) < len(list(events)):
            made.append({**made[0], "sender_id": None})
        return made

    monkeypatch.setattr(sql_writer, "event_rows", refusing)


async def test_a_database_that_can_not_be_opened_is_told(tmp_path: Path) -> None:
    (tmp_path / "t.db").write_bytes(b"this is no database at all, but long enough to be read as one" * 20)
    store = SqlTrackerStore(database_url({"db": "t.db"}, None, tmp_path))
    with pytest.raises(StoreError, match="can't be opened"):
        await store.read("a")
    await store.close()


async def test_reminders_are_kept_until_they_are_over(sql: SqlTrackerStore) -> None:
    def reminder(name: str) -> e.ReminderScheduled:
        return e.ReminderScheduled(intent="wake", trigger_at=5.0, name=name)

    await sql.append("a", [reminder("one"), reminder("two"), reminder("three"), reminder("one")])
    assert sorted(item.name for _, item in await sql.pending_reminders()) == ["one", "three", "two"]
    await sql.append("a", [e.ReminderCancelled(name="two")], finished_reminders=["three"])
    assert [(sender, item.name) for sender, item in await sql.pending_reminders()] == [("a", "one")]
    await sql.append("a", [e.ReminderCancelled(intent="other")])
    assert len(await sql.pending_reminders()) == 1
    await sql.append("a", [e.ReminderCancelled(intent="wake")])
    assert await sql.pending_reminders() == []


@pytest.mark.parametrize(
    ("options", "url", "made"),
    [
        ({}, None, "sqlite+aiosqlite:///{folder}/rasa.db"),
        ({"db": "/x/y.db"}, None, "sqlite+aiosqlite:////x/y.db"),
        (
            {"dialect": "postgresql", "db": "d", "username": "u", "password": "p", "port": 1},
            "h",
            "postgresql+asyncpg://u:***@h:1/d",
        ),
        ({"dialect": "postgresql+psycopg2", "db": "d"}, "h", "postgresql+asyncpg://h/d"),
        ({}, "mysql://u@h/d", "mysql+aiomysql://u@h/d"),
    ],
)
def test_addresses(options: dict[str, Any], url: str | None, made: str, tmp_path: Path) -> None:
    assert str(database_url(options, url, tmp_path)) == made.format(folder=tmp_path)


def test_unknown_stores_and_missing_drivers_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "asyncpg", None)
    with pytest.raises(ComponentError, match="redis"):
        make_tracker_store(EndpointConfig("redis"), tmp_path)
    with pytest.raises(ComponentError, match="Did you mean 'sql'"):
        make_tracker_store(EndpointConfig("sqll"), tmp_path)
    with pytest.raises(ComponentError, match=r"causerie\[postgres\]"):
        make_tracker_store(EndpointConfig("SQL", "h", {"dialect": "postgresql"}), tmp_path)


async def test_a_file_that_another_process_is_writing_is_waited_for(tmp_path: Path) -> None:
    """Changing the journal mode fails at once beside a writer, whatever SQLite's own patience is."""
    writer = sqlite3.connect(tmp_path / "a.db", isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("CREATE TABLE other (id INTEGER)")
    store = SqlTrackerStore(database_url({"db": "a.db"}, None, tmp_path))
    storing = asyncio.ensure_future(store.append("ann", [e.ActionExecuted(name="action_listen")]))
    done, _ = await asyncio.wait([storing], timeout=0.3)
    assert not done
    writer.execute("COMMIT")
    await storing
    assert len((await store.read("ann")).events) == 1
    await store.close()
    writer.close()


async def test_a_file_that_stays_locked_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("causerie.stores.trackers.sql.PATIENCE_S", 0.1)
    monkeypatch.setattr("causerie.stores.trackers.sql_engine.PATIENCE_S", 0)
    holder = sqlite3.connect(tmp_path / "a.db", isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    store = SqlTrackerStore(database_url({"db": "a.db"}, None, tmp_path))
    with pytest.raises(StoreError, match="can't be opened: database is locked"):
        await store.append("ann", [e.ActionExecuted(name="action_listen")])
    await store.close()
    holder.close()


async def test_processes_that_begin_at_once_make_the_tables_together(tmp_path: Path) -> None:
    for number in range(10):
        name = {"db": f"{number}.db"}
        stores = [SqlTrackerStore(database_url(name, None, tmp_path)) for _ in range(4)]
        events = [e.ActionExecuted(name="action_listen")]
        await asyncio.gather(*(store.append("ann", events) for store in stores))
        assert len((await stores[0].read("ann")).events) == 4
        for store in stores:
            await store.close()
