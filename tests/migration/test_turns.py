"""One turn in a tracker that Rasa shows, and what custom actions did in it."""

from __future__ import annotations

from typing import Any

import pytest

from causerie.domain import Domain
from causerie.errors import ActionRejected
from causerie.files.project import read_project_from_strings
from causerie.migration.talking.taken_over import TakenOver
from causerie.migration.talking.tracked import find_turn
from causerie.migration.talking.turns import When

from .fake_rasa import RECORDED

NOW = When(1e12, 0.01)


def events_of(talk: int) -> list[dict[str, Any]]:
    return list(RECORDED["talks"][talk]["tracker"]["events"])


def event(kind: str, name: str = "", at: float = 0.0, **more: Any) -> dict[str, Any]:
    return {"event": kind, "timestamp": at, "name": name, **more}


def test_a_recorded_turn_is_found_with_its_actions_and_words() -> None:
    turn = find_turn(events_of(0), "when do you open?", 0, NOW)
    assert turn is not None
    assert turn.intent == "hours"
    assert turn.actions == ("utter_hours", "action_listen")
    assert [(said.piece, said.response) for said in turn.said] == [
        ({"text": "We are open from 7 to 19."}, "utter_hours")
    ]
    assert [e["event"] for e in turn.before if e["event"] == "user"] == ["user"]


def test_the_first_message_of_a_conversation_begins_with_its_session() -> None:
    turn = find_turn(events_of(0), "hello", 0, NOW)
    assert turn is not None
    assert turn.before == ()
    assert turn.events[0]["name"] == "action_session_start"
    assert turn.actions == ("utter_greet", "action_listen")


def test_a_session_that_began_long_before_is_not_the_turns() -> None:
    events = [
        event("action", "action_session_start", 10.0),
        event("session_started", at=10.0),
        event("action", "action_listen", 10.0),
        event("user", at=500.0, text="hi"),
    ]
    turn = find_turn([event("action", "action_listen", 1.0), *events], "hi", 0, NOW)
    assert turn is not None
    assert len(turn.before) == 4


def test_the_start_of_the_next_session_is_not_the_turns() -> None:
    events = [
        event("user", at=1.0, text="hi"),
        event("action", "action_listen", 1.1),
        event("action", "action_session_start", 9.0),
        event("session_started", at=9.0),
        event("user", at=9.1, text="hi again"),
    ]
    turn = find_turn(events, "hi", 0, NOW)
    assert turn is not None
    assert turn.actions == ("action_listen",)


def test_of_equal_messages_the_first_after_the_last_compared_one_counts() -> None:
    events = [event("user", at=float(at), text="yes", metadata={"number": at}) for at in (1, 2, 3)]
    found = find_turn(events, "yes", 1.0, NOW)
    assert found is not None
    assert found.metadata == {"number": 2}
    nearest = find_turn(events, " yes ", 0, When(1.05, 0.01))
    assert nearest is not None
    assert nearest.metadata == {"number": 1}


def test_a_message_that_is_not_in_the_tracker_is_not_found() -> None:
    assert find_turn(events_of(0), "never said", 0, NOW) is None
    assert find_turn([], "hello", 0, NOW) is None


DOMAIN = """
version: "3.1"
intents: [go]
slots:
  city: {type: text, mappings: [{type: custom, action: action_find_city}]}
  amount: {type: text, mappings: [{type: from_text}]}
forms:
  trip: {required_slots: [city, amount]}
actions: [action_pay, action_find_city, validate_trip, action_ask_amount]
"""


@pytest.fixture
def domain() -> Domain:
    return read_project_from_strings(DOMAIN).domain


@pytest.fixture
def runner(domain: Domain) -> TakenOver:
    return TakenOver(domain)


class InTheForm:
    """As much of a tracker as is asked for."""

    class state:
        loop_name = "trip"


async def run(runner: TakenOver, name: str) -> dict[str, Any]:
    return await runner.run(name, InTheForm(), None)  # type: ignore[arg-type]


def bot(text: str) -> dict[str, Any]:
    return {"event": "bot", "text": text, "data": {"buttons": [{"title": "a"}], "image": None}}


async def test_what_an_action_said_and_set_is_taken_over(runner: TakenOver) -> None:
    slot = event("slot", "paid", value=True)
    runner.begin(
        [event("user"), event("action", "action_pay"), bot("Paid."), slot, event("action", "action_listen")]
    )
    assert await run(runner, "action_pay") == {
        "events": [slot],
        "responses": [{"text": "Paid.", "buttons": [{"title": "a"}]}],
    }
    assert runner.not_run == []


async def test_each_run_of_an_action_has_its_own_result(runner: TakenOver) -> None:
    runner.begin(
        [event("user"), event("action", "action_pay"), bot("one"), event("action", "action_pay"), bot("two")]
    )
    answers = [(await run(runner, "action_pay"))["responses"][0]["text"] for _ in range(2)]
    assert answers == ["one", "two"]


async def test_an_action_that_declined_there_declines_here(runner: TakenOver) -> None:
    runner.begin([event("user"), event("action_execution_rejected", "action_pay")])
    with pytest.raises(ActionRejected):
        await run(runner, "action_pay")


async def test_an_action_that_did_not_run_there_does_nothing_and_is_told(runner: TakenOver) -> None:
    runner.begin([event("user"), event("action", "action_listen")])
    assert await run(runner, "action_pay") == {}
    assert runner.not_run == ["action_pay"]
    runner.begin(None)
    assert runner.not_run == []


async def test_validators_and_questions_of_a_form_are_what_stands_after_it(runner: TakenOver) -> None:
    city, asked = event("slot", "city", value="Rome"), event("slot", "requested_slot", value="amount")
    loop = event("active_loop", "trip")
    runner.begin(
        [event("user"), event("action", "trip"), loop, bot("Nice city."), city, asked, bot("How much?")]
    )
    assert await run(runner, "validate_trip") == {
        "events": [city, asked],
        "responses": [{"text": "Nice city.", "buttons": [{"title": "a"}]}],
    }
    assert (await run(runner, "action_ask_amount"))["responses"][0]["text"] == "How much?"
    assert runner.not_run == []


async def test_slots_filled_by_an_action_are_those_set_before_the_first_action(runner: TakenOver) -> None:
    city = event("slot", "city", value="Rome")
    runner.begin([event("user"), city, event("action", "action_listen")])
    assert (await run(runner, "action_find_city"))["events"] == [city]
    assert (await run(runner, "action_validate_slot_mappings"))["events"] == [city]


async def test_a_form_that_was_left_and_asks_again_has_its_question(runner: TakenOver) -> None:
    asked = event("slot", "requested_slot", value="amount")
    runner.begin(
        [
            event("user"),
            event("action_execution_rejected", "trip"),
            event("action", "utter_faq"),
            event("action", "trip"),
            asked,
            bot("How much?"),
        ]
    )
    assert await run(runner, "validate_trip") == {"events": [], "responses": []}
    assert (await run(runner, "action_ask_amount"))["responses"][0]["text"] == "How much?"


async def test_what_the_two_stage_fallback_asks_is_taken_over(runner: TakenOver) -> None:
    loop = event("active_loop", "action_two_stage_fallback")
    runner.begin([event("user"), event("action", "action_two_stage_fallback"), loop, bot("Sure?")])
    assert (await run(runner, "action_default_ask_affirmation"))["responses"][0]["text"] == "Sure?"


def test_a_message_that_an_action_puts_there_anew_is_of_the_same_turn() -> None:
    events = [
        event("user", at=1.0, text="yes"),
        event("action", "action_two_stage_fallback", 1.1, policy="RulePolicy"),
        event("rewind", at=1.1),
        event("action", "action_listen", 1.1),
        event("user", at=1.1, text="yes"),
        event("action", "utter_yes", 1.2, policy="RulePolicy"),
        event("action", "action_default_fallback", 1.2, policy="RulePolicy"),
        event("rewind", at=1.2),
        event("action", "action_listen", 1.3, policy="RulePolicy"),
        event("user", at=2.0, text="next"),
    ]
    turn = find_turn(events, "yes", 0, When(1.3, 0.3))
    assert turn is not None
    assert len(turn.events) == 9
