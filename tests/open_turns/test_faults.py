"""Whatever a GPT does, users get what the project can say without it, and rules go on."""

from __future__ import annotations

import asyncio

import pytest

from causerie.contracts.gpt import Fault
from causerie.ports import BotMessage, IncomingMessage

from .test_answers import BREAKFAST, GOOD

FAULTS = pytest.mark.parametrize("fault", list(Fault))
NO_BREAKER = "  breaker: {failures: 0}\n"
DEADLINE = 2.0


def patience(fault: Fault | None = None) -> float:
    """The huge answer is made in this process, which takes a while."""
    return DEADLINE + (10 if fault is Fault.HUGE else 0.5)


class Screen:
    """A channel that shows messages while they are made."""

    name = "screen"
    streams = True

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.messages: list[str | None] = []

    async def send(self, recipient_id: str, message: BotMessage) -> None:
        self.messages.append(message.text)

    async def send_piece(self, recipient_id: str, piece: str) -> None:
        self.pieces.append(piece)


async def shown(house, text: str, fault: Fault) -> Screen:
    screen = Screen()
    handled = house.assistant.handle(IncomingMessage(text, "anna"), screen)
    await asyncio.wait_for(handled, patience(fault))
    return screen


@FAULTS
async def test_an_answer(inn, gpt, fault):
    gpt.answer_with(lambda messages: GOOD)
    gpt.fault = fault
    house = await inn(llm=NO_BREAKER)
    (said,) = await asyncio.wait_for(house.say(BREAKFAST), patience(fault))
    assert "from 7 to 10" in said
    assert await house.say("hello") == ["Hello"]


@FAULTS
async def test_an_answer_that_is_streamed(inn, gpt, fault):
    gpt.answer_with(lambda messages: GOOD)
    gpt.fault = fault
    house = await inn(llm=NO_BREAKER)
    screen = await shown(house, BREAKFAST, fault)
    (said,) = screen.messages
    assert "from 7 to 10" in (said or "")
    assert (await house.metadata())["kind"] in ("generated", "retrieved")


@FAULTS
async def test_a_choice_among_intents(inn, gpt, fault):
    gpt.answer_with(lambda messages: '{"intent": "none"}')
    gpt.fault = fault
    house = await inn(llm=NO_BREAKER)
    assert await asyncio.wait_for(house.say("xyzzy plugh"), patience(fault)) == ["Sorry?"]


@FAULTS
async def test_a_proposal_for_a_form(inn, gpt, fault):
    gpt.answer_with(lambda messages: '{"people": null}')
    house = await inn(llm=NO_BREAKER)
    assert await house.say("reserve a table") == ["How many are you?"]
    gpt.fault = fault
    said = await asyncio.wait_for(house.say("a round dozen of us"), patience(fault))
    assert said[-1] == "How many are you?"
    assert (await house.slots())["people"] is None


@FAULTS
async def test_a_response_that_is_said_in_other_words(inn, gpt, fault):
    gpt.answer_with(lambda messages: "How good to see you on 3 May.")
    gpt.fault = fault
    house = await inn(llm=NO_BREAKER)
    (said,) = await asyncio.wait_for(house.say("/inform"), patience(fault))
    assert "3 May" in said


async def test_after_repeated_failure_the_gpt_is_left_alone_and_the_status_says_so(inn, gpt):
    gpt.fault = Fault.SERVER_ERROR
    house = await inn(llm="  breaker: {failures: 2, pause: 60}\n")
    for number in range(4):
        (said,) = await house.say(f"{BREAKFAST} {'please ' * number}")
        assert "from 7 to 10" in said
    assert (await house.metadata())["why"] == "breaker_open"
    status = house.assistant.processor.open_turns.status()
    assert status["gpt"]["state"] == "open"
    assert len(gpt.asked) == 4  # two calls with a second try each


async def test_without_a_key_the_start_says_so_and_goes_on(inn, caplog):
    house = await inn(key=False, files={})
    assert house.assistant.processor.open_turns.status()["gpt"] == {"state": "no_gpt"}
