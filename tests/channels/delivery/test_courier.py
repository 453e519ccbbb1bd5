"""Calls reach a platform once, in order, later when it is down, and over a restart."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from causerie.channels.delivery.call import Call
from causerie.channels.delivery.courier import Courier
from causerie.channels.delivery.platform import Platform, Reply
from causerie.channels.delivery.waiting import Waiting
from causerie.errors import PlatformError


class Scripted(Platform):
    """Fails as often as it is told to, then takes what comes."""

    def __init__(self, *failures: PlatformError) -> None:
        super().__init__("Test", "http://localhost")
        self.failures = list(failures)
        self.taken: list[Any] = []

    async def ask(self, call: Call) -> Reply:
        await asyncio.sleep(0)
        if self.failures:
            raise self.failures.pop(0)
        self.taken.append(call.json)
        return Reply(200, {}, {"id": len(self.taken)})


DOWN = PlatformError("Test can't be reached.", wait=0.0)
REFUSED = PlatformError("Test answered 400.", is_final=True)


def calls(*texts: str) -> list[Call]:
    return [Call("/send", text) for text in texts]


async def test_a_recipient_gets_everything_in_order() -> None:
    platform = Scripted(DOWN, DOWN)
    courier = Courier("test", platform)
    courier.post("ann", calls("one", "two"))
    courier.post("ann", calls("three"))
    await courier.idle()
    assert platform.taken == ["one", "two", "three"]


async def test_what_is_refused_is_told_and_the_next_goes_on(caplog: pytest.LogCaptureFixture) -> None:
    platform = Scripted(REFUSED)
    courier = Courier("test", platform)
    courier.post("ann", calls("bad", "good"))
    await courier.idle()
    assert platform.taken == ["good"]
    assert "was given up. Test answered 400." in caplog.text


async def test_a_courtesy_is_tried_once_and_not_kept(tmp_path: Path) -> None:
    platform = Scripted(DOWN)
    courier = Courier("test", platform, Waiting(tmp_path / "waiting.db"))
    courier.post("ann", [Call("/typing", "typing", is_courtesy=True), *calls("one")])
    await courier.idle()
    assert platform.taken == ["one"]
    assert not (tmp_path / "waiting.db").exists()


async def test_what_waits_outlives_a_restart(tmp_path: Path) -> None:
    never = PlatformError("Test can't be reached.", wait=60.0)
    before = Courier("test", Scripted(never), Waiting(tmp_path / "waiting.db"))
    before.post("ann", calls("one", "two"))
    await asyncio.sleep(0.05)
    before.post("ann", calls("three"))
    await _cut(before)
    platform = Scripted()
    after = Courier("test", platform, Waiting(tmp_path / "waiting.db"))
    await after.start()
    await after.idle()
    assert platform.taken == ["one", "two", "three"]
    assert Waiting(tmp_path / "waiting.db").take("test") == []


async def test_what_was_delivered_late_is_not_delivered_again(tmp_path: Path) -> None:
    platform = Scripted(DOWN)
    courier = Courier("test", platform, Waiting(tmp_path / "waiting.db"))
    courier.post("ann", calls("one", "two"))
    await courier.idle()
    assert platform.taken == ["one", "two"]
    assert Waiting(tmp_path / "waiting.db").take("test") == []


async def test_one_who_waits_keeps_nobody_else_waiting() -> None:
    platform = Scripted(PlatformError("busy", wait=60.0))
    courier = Courier("test", platform)
    courier.post("ann", calls("one"))
    await asyncio.sleep(0.01)
    courier.post("ben", calls("two"))
    await courier.settled("ben", 5)
    assert platform.taken == ["two"]
    await _cut(courier)


async def test_what_waits_for_somebody_can_be_erased(tmp_path: Path) -> None:
    never = PlatformError("Test can't be reached.", wait=60.0)
    courier = Courier("test", Scripted(never), Waiting(tmp_path / "waiting.db"))
    courier.post("ann", calls("one"))
    await asyncio.sleep(0.05)
    courier.forget("ann")
    await _cut(courier)
    assert Waiting(tmp_path / "waiting.db").take("test") == []


async def test_the_reply_to_each_call_is_told() -> None:
    told: list[Any] = []
    courier = Courier("test", Scripted())
    courier.post("ann", calls("one", "two"), lambda reply: told.append(reply.field("id")))
    await courier.idle()
    assert told == [1, 2]


async def _cut(courier: Courier) -> None:
    """As ``close``, without waiting for the goodbye."""
    for task in list(courier._tasks.values()):
        task.cancel()
    for recipient, queue in list(courier._queues.items()):
        for parcel in queue:
            courier._keep(recipient, parcel)
    await asyncio.gather(*courier._tasks.values(), return_exceptions=True)
