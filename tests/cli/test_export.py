"""``causerie export``: which events reach the broker."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from causerie.dialogue.events import ActionExecuted, UserUttered
from causerie.files.endpoints import EndpointConfig
from causerie.stores.trackers.registry import make_tracker_store

from .conftest import Command

STORE = "tracker_store: {type: SQL, dialect: sqlite, db: tracker.db}\n"
BROKER = "event_broker: {type: file, path: events.log}\n"


@pytest.fixture
async def stored(tmp_path: Path) -> Path:
    """Conversations 'ada' (times 1 and 2) and 'bob' (time 3)."""
    (tmp_path / "endpoints.yml").write_text(STORE + BROKER)
    store = make_tracker_store(EndpointConfig("SQL", options={"db": "tracker.db"}), tmp_path)
    await store.append("ada", [ActionExecuted(name="action_listen", timestamp=2.0)])
    await store.append("ada", [UserUttered(text="hello", timestamp=1.0)])
    await store.append("bob", [ActionExecuted(name="utter_x", timestamp=3.0)])
    await store.close()
    return tmp_path


def told(folder: Path) -> list[tuple[str, float]]:
    lines = (folder / "events.log").read_text().splitlines()
    return [(event["sender_id"], event["timestamp"]) for event in map(json.loads, lines)]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("", [("ada", 1.0), ("ada", 2.0), ("bob", 3.0)]),
        ("--minimum-timestamp 2 --maximum-timestamp 3", [("ada", 2.0)]),
        ("--conversation-ids bob,nobody", [("bob", 3.0)]),
        ("--conversation-ids bob --offset-timestamps-by-seconds -3", [("bob", 0.0)]),
    ],
)
def test_the_events_asked_for(
    words: str, expected: list[tuple[str, float]], causerie: Command, stored: Path
) -> None:
    done = causerie("export", *words.split())
    assert done.returncode == 0, done.stderr
    assert told(stored) == expected
    assert f"{len(expected)} events" in done.stdout


@pytest.mark.parametrize(
    ("endpoints", "words", "message"),
    [
        (STORE, "", "no 'event_broker'"),
        (BROKER, "", "no 'tracker_store'"),
        (STORE + BROKER, "--conversation-ids nobody", "None of the conversations"),
        (STORE + BROKER, "--minimum-timestamp 2 --maximum-timestamp 1", "before --minimum"),
        (STORE.replace("tracker.db", "empty.db") + BROKER, "", "holds no conversations"),
        (STORE.replace("tracker.db", "endpoints.yml") + BROKER, "", "endpoints.yml"),
        (STORE + "event_broker: {type: sql, db: endpoints.yml}\n", "", "--conversation-ids ada,bob"),
        (STORE + "event_broker: {type: pika}\n", "", "pika"),
        ("[", "", "endpoints.yml"),
    ],
)
def test_mistakes_are_told(endpoints: str, words: str, message: str, causerie: Command, stored: Path) -> None:
    (stored / "endpoints.yml").write_text(endpoints)
    done = causerie("export", *words.split())
    assert done.returncode == 1
    assert message in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", ["export", "evaluate markers all out.csv"])
def test_a_database_that_is_looked_at_stays_as_it_was(
    command: str, run_here: Callable[..., tuple[int, str]], tmp_path: Path
) -> None:
    (tmp_path / "endpoints.yml").write_text(STORE + BROKER)
    (tmp_path / "markers.yml").write_text("m: {action: action_listen}\n")
    with sqlite3.connect(tmp_path / "tracker.db") as database:
        database.execute(
            "CREATE TABLE events (id INTEGER PRIMARY KEY, sender_id VARCHAR(255), type_name VARCHAR(255),"
            " timestamp FLOAT, intent_name VARCHAR(255), action_name VARCHAR(255), data TEXT)"
        )
        event = '{"event": "action", "name": "action_listen", "timestamp": 1.0}'
        row = "INSERT INTO events VALUES (1, 'ada', 'action', 1.0, NULL, 'action_listen', ?)"
        database.execute(row, (event,))
    database.close()
    before = (tmp_path / "tracker.db").read_bytes()
    status, output = run_here(command.split(), tmp_path)
    assert status == 0, output
    assert (tmp_path / "tracker.db").read_bytes() == before
    assert not list(tmp_path.glob("tracker.db-*"))
