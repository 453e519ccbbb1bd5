"""Every event of a conversation is told to the broker of endpoints.yml, as Rasa tells it."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from causerie.files.endpoints import EndpointConfig, Endpoints

HERE = Path(__file__).parent / "told"
PROJECT = (HERE / "project.yml").read_text(encoding="utf-8")
MASKED = ("timestamp", "model_id", "message_id", "date_time")
Client = Callable[..., Any]


def lines(path: Path) -> list[dict[str, Any]]:
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def rows(path: Path) -> list[dict[str, Any]]:
    if not path.exists():
        return []
    database = sqlite3.connect(path)
    try:
        found = database.execute("SELECT data FROM events ORDER BY id").fetchall()
    except sqlite3.DatabaseError:  # the table is not there yet
        return []
    finally:
        database.close()
    return [json.loads(data) for (data,) in found]


def masked(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: "…" if key in MASKED and item else masked(item) for key, item in value.items()}
    return [masked(item) for item in value] if isinstance(value, list) else value


async def until(told: Callable[[], list[Any]], number: int) -> list[Any]:
    for _ in range(500):
        found = told()
        if len(found) >= number:
            return found
        await asyncio.sleep(0.01)
    return told()


async def say(http: Any, text: str, sender: str = "ada") -> Any:
    answer = await http.post("/webhooks/rest/webhook", json={"sender": sender, "message": text})
    assert answer.status_code == 200
    return answer.json()


async def test_the_same_events_as_rasa_told(client: Client, tmp_path: Path) -> None:
    """Messages, forms, a restart, and what comes by the API: events, intents, actions, a due reminder."""
    http = await client(PROJECT, None, endpoints=Endpoints(event_broker=EndpointConfig("file")))
    log = tmp_path / "rasa_event.log"
    expected = lines(HERE / "by_rasa.jsonl")
    for method, path, body in yaml.safe_load((HERE / "requests.yml").read_text(encoding="utf-8")):
        before = len(lines(log))
        if isinstance(body, dict) and body.get("date_time") == "$soon":
            body["date_time"] = (datetime.now(UTC) + timedelta(seconds=0.3)).isoformat()
        assert (await http.request(method, path, json=body)).status_code == 200
        await until(lambda: lines(log), before + 1)
    told = await until(lambda: lines(log), len(expected))
    assert [masked(event) for event in told] == [masked(event) for event in expected]


@pytest.mark.parametrize(
    ("kind", "name", "read"), [("file", "rasa_event.log", lines), ("sql", "events.db", rows)]
)
async def test_what_is_told_is_what_is_stored(
    client: Client, tmp_path: Path, kind: str, name: str, read: Callable[[Path], list[Any]]
) -> None:
    http = await client(PROJECT, None, endpoints=Endpoints(event_broker=EndpointConfig(kind)))
    await asyncio.gather(
        *(say(http, text, sender) for sender in "abc" for text in ("hello", "/order", "big"))
    )
    stored = {s: (await http.get(f"/conversations/{s}/tracker?include_events=ALL")).json() for s in "abc"}
    number = sum(len(tracker["events"]) for tracker in stored.values())
    told = await until(lambda: read(tmp_path / name), number)
    assert len(told) == number
    for sender, tracker in stored.items():
        own = [{k: v for k, v in e.items() if k != "sender_id"} for e in told if e["sender_id"] == sender]
        assert own == tracker["events"]


async def test_of_replaced_events_the_new_ones_are_told(client: Client, tmp_path: Path) -> None:
    http = await client(PROJECT, None, endpoints=Endpoints(event_broker=EndpointConfig("file")))
    log = tmp_path / "rasa_event.log"
    await say(http, "hello")
    events = (await http.get("/conversations/ada/tracker?include_events=ALL")).json()["events"]
    await until(lambda: lines(log), len(events))
    later = {"event": "slot", "name": "city", "value": "Rome", "timestamp": 5.0}
    await http.put("/conversations/ada/tracker/events", json=[*events, later])
    told = await until(lambda: lines(log), len(events) + 1)
    assert [event["event"] for event in told[len(events) :]] == ["slot"]


async def test_a_turn_neither_waits_for_a_broker_that_fails_nor_fails_with_it(
    client: Client, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "events.db").write_bytes(b"this is no database" * 99)
    http = await client(PROJECT, None, endpoints=Endpoints(event_broker=EndpointConfig("sql")))
    assert await say(http, "hello") == [{"recipient_id": "ada", "text": "Hello."}]
    for _ in range(500):
        if "wait and are sent later" in caplog.text:
            break
        await asyncio.sleep(0.01)
    assert "events.db" in caplog.text
    (tmp_path / "events.db").unlink()
    await say(http, "/travel")
    events = (await http.get("/conversations/ada/tracker?include_events=ALL")).json()["events"]
    told = await until(lambda: rows(tmp_path / "events.db"), len(events))
    assert [event["timestamp"] for event in told] == [event["timestamp"] for event in events]
