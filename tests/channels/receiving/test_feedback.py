"""Reactions are kept as feedback, and taken back where they stand."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from causerie.channels.receiving.feedback import note
from causerie.dialogue.events import Event, FeedbackGiven
from causerie.errors import RequestError, StoreError
from tests.channels.receiving.conversations import Conversations


async def test_a_reaction_where_nothing_was_said_is_let_go(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    nowhere: Any = Conversations(failure=RequestError(404, "NotFound", "There is no such conversation."))
    await note(nowhere, "ada", "m1", "up")
    await note(None, "ada", "m1", "up")
    assert "There is no such conversation" in caplog.text


UP, DOWN = FeedbackGiven(message="m1", value="up"), FeedbackGiven(message="m1", value="down")
GONE, OTHER = FeedbackGiven(message="m1"), FeedbackGiven(message="m2", value="up")


@pytest.mark.parametrize(
    ("before", "was", "is_taken_back"),
    [
        ([UP], "up", True),
        ([UP, OTHER], None, True),
        ([DOWN, UP], "up", True),
        ([UP, DOWN], "up", False),
        ([UP, GONE], "up", False),
        ([UP, GONE], None, False),
        ([OTHER], None, False),
        ([], "down", False),
    ],
)
async def test_only_the_opinion_that_stands_is_taken_back(
    before: list[Event], was: str | None, is_taken_back: bool
) -> None:
    access: Any = Conversations(*before)
    await note(access, "ada", "m1", None, was)
    given = [(event.message, event.value) for event in access.events[len(before) :]]
    assert given == [("m1", None)] * is_taken_back


async def test_a_reaction_taken_back_before_it_was_stored_is_taken_back_afterwards() -> None:
    class Slow(Conversations):
        may_store = asyncio.Event()

        async def append(self, sender_id: str, events: Any) -> None:
            await self.may_store.wait()
            await super().append(sender_id, events)

    access: Any = Slow()
    async with asyncio.TaskGroup() as both:
        both.create_task(note(access, "ada", "m1", "up"))
        both.create_task(note(access, "ada", "m1", None, "up"))
        await asyncio.sleep(0)
        access.may_store.set()
    assert [event.value for event in access.events] == ["up", None]


async def test_a_reaction_taken_back_while_nothing_can_be_read_is_told(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level("INFO")
    away: Any = Conversations(failure=StoreError("away"))
    await note(away, "ada", "m1", None)
    assert "A reaction in 'ada' was not kept: away" in caplog.text
