"""Events wait for their broker, turns do not."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from typing import Any

import pytest

from causerie.errors import StoreError
from causerie.stores.brokers.outbox import Outbox


class Broker:
    """Takes events unless it is away; ``refused`` ones it never takes."""

    def __init__(self, refused: Sequence[int] = ()) -> None:
        self.told: list[int] = []
        self.refused = refused
        self.error: Exception | None = None
        self.calls = 0
        self.gate = asyncio.Event()
        self.gate.set()
        self.is_closed = False

    async def publish(self, events: Sequence[dict[str, Any]]) -> None:
        self.calls += 1
        await self.gate.wait()
        if self.error:
            raise self.error
        numbers = [event["n"] for event in events]
        if set(numbers) & set(self.refused):
            raise ValueError("too large")
        self.told += numbers

    async def close(self) -> None:
        self.is_closed = True


def events(*numbers: int) -> list[dict[str, Any]]:
    return [{"n": number} for number in numbers]


async def calls(broker: Broker, number: int) -> None:
    for _ in range(5_000):
        if broker.calls >= number:
            return
        await asyncio.sleep(0.001)
    raise AssertionError("the broker was not called")


async def test_events_are_told_in_order_in_the_background() -> None:
    broker = Broker()
    outbox = Outbox(broker)
    outbox.put(events(1, 2))
    outbox.put([])
    outbox.put(events(*range(3, 300)))
    assert broker.told == [], "nobody waited"
    await outbox.close()
    assert broker.told == list(range(1, 300))
    assert broker.is_closed


@pytest.mark.parametrize("error", [StoreError("away"), ConnectionRefusedError("away"), TimeoutError()])
async def test_a_broker_that_was_away_gets_everything_in_order(
    error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    broker = Broker()
    outbox = Outbox(broker, pause=0.001)
    broker.error = error
    outbox.put(events(1, 2))
    await calls(broker, 3)
    outbox.put(events(3))
    broker.error = None
    await outbox.close()
    assert broker.told == [1, 2, 3]
    said = [record.message for record in caplog.records if record.levelno >= logging.WARNING]
    assert len(said) == 2, "once that it is away, once that it is back"
    assert "wait and are sent later" in said[0]


async def test_what_there_is_no_room_for_is_dropped_and_said(caplog: pytest.LogCaptureFixture) -> None:
    broker = Broker()
    outbox = Outbox(broker, room=3, pause=0.001)
    broker.error = StoreError("away")
    outbox.put(events(1))
    await calls(broker, 1)
    outbox.put(events(2, 3, 4, 5, 6))
    assert outbox.dropped == 2
    broker.error = None
    await outbox.close()
    assert broker.told == [1, 4, 5, 6]
    assert "room" in caplog.text
    assert "2 events were dropped" in caplog.text


async def test_an_event_that_is_never_taken_does_not_hold_up_the_others(
    caplog: pytest.LogCaptureFixture,
) -> None:
    broker = Broker(refused=[2])
    outbox = Outbox(broker, pause=0.001)
    outbox.put(events(1, 2, 3))
    await outbox.close()
    assert broker.told == [1, 3]
    assert "too large" in caplog.text


async def test_the_end_does_not_wait_for_a_broker_that_hangs(caplog: pytest.LogCaptureFixture) -> None:
    broker = Broker()
    broker.gate.clear()
    outbox = Outbox(broker)
    outbox.put(events(1, 2))
    await calls(broker, 1)
    outbox.put(events(3))
    await outbox.close(patience=0.01)
    assert "3 events were not told" in caplog.text
    assert broker.is_closed
