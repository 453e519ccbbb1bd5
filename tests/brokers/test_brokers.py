"""Every event broker keeps the contract; endpoints.yml chooses which."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from causerie.errors import ComponentError, StoreError
from causerie.files.endpoints import EndpointConfig
from causerie.stores.brokers.registry import make_broker

EVENTS: list[dict[str, Any]] = [
    {"sender_id": "ada", "event": "user", "text": "Grüße\n"},
    {"sender_id": "bob", "event": "restart"},
]


def published(folder: Path) -> list[Any]:
    """What a reader of either broker finds."""
    if (folder / "rasa_event.log").exists():
        return [json.loads(line) for line in (folder / "rasa_event.log").read_text().splitlines()]
    with sqlite3.connect(folder / "events.db") as database:
        rows = database.execute("SELECT sender_id, data FROM events ORDER BY id").fetchall()
    database.close()
    assert [sender for sender, _ in rows] == [json.loads(data)["sender_id"] for _, data in rows]
    return [json.loads(data) for _, data in rows]


@pytest.mark.parametrize("kind", ["file", "SQL", "sql"])
async def test_events_are_told_in_order_and_added_to_those_before(kind: str, tmp_path: Path) -> None:
    for event in EVENTS:
        broker = make_broker(EndpointConfig(kind), tmp_path)
        assert broker is not None
        await broker.publish([event])
        await broker.publish([])
        await broker.close()
    assert published(tmp_path) == EVENTS


async def test_a_broken_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "events.db").write_bytes(b"this is no database" * 99)
    broker = make_broker(EndpointConfig("sql"), tmp_path)
    assert broker is not None
    with pytest.raises(StoreError, match=r"events\.db"):
        await broker.publish(EVENTS)
    await broker.close()


@pytest.mark.parametrize(
    ("endpoint", "told"),
    [
        (EndpointConfig("pika"), "needs .url."),
        (EndpointConfig(), "pika"),
        (EndpointConfig("files"), "file"),
        (EndpointConfig("file", options={"path": "no/such/folder.log"}), "can't write"),
        (EndpointConfig("sql", options={"dialect": "oddbase"}), "oddbase"),
        (EndpointConfig("collections.OrderedDict"), "from_endpoint"),
    ],
)
def test_mistakes_are_told(endpoint: EndpointConfig, told: str, tmp_path: Path) -> None:
    with pytest.raises(ComponentError, match=told):
        make_broker(endpoint, tmp_path)


def test_no_broker_is_configured(tmp_path: Path) -> None:
    assert make_broker(None, tmp_path) is None
