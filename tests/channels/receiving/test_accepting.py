"""A delivery is acknowledged when its turn is stored, or when the platform would not wait any longer."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from causerie.channels.collecting import Collector
from causerie.channels.receiving.accepting import accept
from causerie.channels.receiving.payloads import found, is_shortened, shortened
from causerie.dialogue.events import BotUttered
from causerie.errors import StoreError
from causerie.ports import IncomingMessage
from tests.channels.receiving.conversations import Conversations

MESSAGE = IncomingMessage("hello")


class Turn:
    """Ends when it is told to, as it is told to."""

    def __init__(self, failure: Exception | None = None) -> None:
        self.failure = failure
        self.may_end, self.has_ended = asyncio.Event(), asyncio.Event()

    async def __call__(self, message: IncomingMessage, output: Any) -> None:
        try:
            await self.may_end.wait()
            if self.failure is not None:
                raise self.failure
        finally:
            self.has_ended.set()


async def test_a_turn_that_fails_in_time_is_the_platforms_to_repeat() -> None:
    turn = Turn(StoreError("The store is away."))
    turn.may_end.set()
    with pytest.raises(StoreError, match="The store is away"):
        await accept(turn, MESSAGE, Collector(), patience=5)


async def test_a_turn_that_takes_longer_goes_on_after_the_answer() -> None:
    turn = Turn()
    await accept(turn, MESSAGE, Collector(), patience=0.01)
    assert not turn.has_ended.is_set()
    turn.may_end.set()
    await turn.has_ended.wait()


@pytest.mark.parametrize("failure", [StoreError("The store is away."), ZeroDivisionError("a bug")])
async def test_a_failure_after_the_answer_is_logged(
    failure: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    turn = Turn(failure)
    await accept(turn, MESSAGE, Collector(), patience=0.01)
    turn.may_end.set()
    await turn.has_ended.wait()
    await asyncio.sleep(0.01)
    assert "A message was acknowledged, then its turn failed" in caplog.text
    assert str(failure) in caplog.text


async def test_who_stops_waiting_does_not_stop_the_turn() -> None:
    turn = Turn()
    waiting = asyncio.create_task(accept(turn, MESSAGE, Collector()))
    await asyncio.sleep(0.01)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    turn.may_end.set()
    await turn.has_ended.wait()


LONG = "/order" + "x" * 300


@pytest.mark.parametrize(
    "data",
    [
        {"buttons": [{"title": "A", "payload": "/a"}, {"title": "B", "payload": LONG}]},
        {"quick_replies": [{"title": "B", "payload": LONG}]},
        {"elements": [{"title": "card", "buttons": [{"title": "B", "payload": LONG}]}]},
    ],
)
async def test_a_payload_that_was_named_by_a_digest_is_found_again(data: Any) -> None:
    short = shortened(LONG, 256)
    assert is_shortened(short)
    assert len(short) <= 64
    access: Any = Conversations(BotUttered(text="Which?", data=data), BotUttered(text="Or else?"))
    assert await found(access, "ada", short, "B") == LONG


async def test_one_that_is_not_found_is_the_title() -> None:
    broken: Any = Conversations(failure=StoreError("away"))
    empty: Any = Conversations()
    assert [await found(access, "ada", "#" + "0" * 16, "B") for access in (None, empty, broken)] == ["B"] * 3


def test_what_fits_is_not_shortened_and_no_other_text_looks_like_it() -> None:
    assert shortened("/order", 6) == "/order"
    assert not is_shortened("/order")
    assert not is_shortened("#hashtag")
