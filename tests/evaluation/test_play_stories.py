"""Stories are played step by step; after a mistake of the model they go on as they are written."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from causerie.dialogue.events import ActionExecutionRejected
from causerie.dialogue.tracker import Tracker
from causerie.evaluation.story_files import stories_yaml
from causerie.evaluation.story_report import story_report
from causerie.evaluation.story_results import StoryResult
from causerie.ports import Prediction

from .told import ToldInterpreter, played

GREETING = """
stories:
- story: greeting
  steps:
  - user: hello
    intent: greet
  - action: utter_hi
  - user: bye
    intent: bye
  - action: utter_bye
"""
WORDS = ToldInterpreter({"hello": "greet", "bye": "bye"})


def by_intent(tracker: Tracker) -> str:
    if tracker.state.action_name != "action_listen":
        return "action_listen"
    message = tracker.state.latest_message
    return {"greet": "utter_hi", "bye": "utter_bye", "order": "order_form"}.get(
        (message and message.intent_name) or "", "action_note"
    )


def checks(result: StoryResult) -> list[tuple[str, str]]:
    return [(x.expected, x.predicted) for x in result.actions]


async def test_a_story_that_goes_as_written_passes(tmp_path: Path) -> None:
    result = await played(tmp_path, GREETING, by_intent, WORDS)
    assert result.passed
    assert checks(result) == [(x, x) for x in ("utter_hi", "action_listen", "utter_bye", "action_listen")]


async def test_after_a_wrong_action_the_story_goes_on_as_written(tmp_path: Path) -> None:
    def choose(tracker: Tracker) -> str:
        chosen = by_intent(tracker)
        return "utter_bye" if chosen == "utter_hi" else chosen

    result = await played(tmp_path, GREETING, choose, WORDS)
    (wrong,) = result.wrong
    assert (wrong.place.line, checks(result)[0]) == (7, ("utter_hi", "utter_bye"))
    assert "- action: utter_hi  # predicted: utter_bye" in stories_yaml([result], "")


async def test_after_a_wrong_intent_the_story_goes_on_with_the_right_one(tmp_path: Path) -> None:
    result = await played(tmp_path, GREETING, by_intent, ToldInterpreter({"hello": "bye", "bye": "bye"}))
    (wrong,) = result.wrong
    assert wrong.place.line == 5
    assert all(expected == predicted for expected, predicted in checks(result))
    report = story_report([result])
    assert report["greet"]["recall"] == 0.0
    assert report["conversation_accuracy"]["correct"] == 0


async def test_without_end_to_end_the_model_need_not_understand(tmp_path: Path) -> None:
    result = await played(tmp_path, GREETING, by_intent, ToldInterpreter(), end_to_end=False)
    assert result.passed
    assert result.messages == ()


async def test_entities_are_compared_and_fill_slots_as_written(tmp_path: Path) -> None:
    story = """
stories:
- story: order
  steps:
  - user: to [Rome](city)
    intent: order
  - action: action_note
"""
    rome = {"entity": "city", "value": "Rome", "start": 3, "end": 7, "extractor": "X"}
    seen: list[object] = []

    def choose(tracker: Tracker) -> str:
        seen.append(tracker.slot("city"))
        return "action_note" if tracker.state.action_name == "action_listen" else "action_listen"

    right = await played(tmp_path, story, choose, ToldInterpreter({"to Rome": "order"}, {"to Rome": [rome]}))
    missed = await played(tmp_path, story, choose, ToldInterpreter({"to Rome": "order"}))
    assert right.passed
    assert not missed.passed
    assert set(seen) == {"Rome"}
    assert story_report([missed])["[Rome](city)"]["recall"] == 0.0
    (written,) = yaml.safe_load(stories_yaml([missed], ""))["stories"]
    assert written["steps"][:2] == [
        {"intent": "order", "entities": [{"city": "Rome"}]},
        {"slot_was_set": [{"city": "Rome"}]},
    ]


async def test_a_story_that_leaves_a_form_means_that_the_form_declined(tmp_path: Path) -> None:
    story = """
stories:
- story: leave
  steps:
  - intent: order
  - action: order_form
  - active_loop: order_form
  - intent: greet
  - action: utter_hi
"""

    def choose(tracker: Tracker) -> str:
        state = tracker.state
        if state.action_name != "action_listen":
            return "action_listen"
        declined = isinstance(tracker.events[-1], ActionExecutionRejected)
        return "utter_hi" if declined else "order_form"

    assert (await played(tmp_path, story, choose)).passed


async def test_an_unlikely_intent_is_a_warning_if_the_action_is_right(tmp_path: Path) -> None:
    def choose(tracker: Tracker) -> str | Prediction:
        if tracker.state.action_name == "action_listen":
            return Prediction(
                {"action_unlikely_intent": 1.0}, diagnostics={"query_intent": {"severity": 0.25}}
            )
        if tracker.state.action_name == "action_unlikely_intent":
            message = tracker.state.latest_message
            return "utter_hi" if message and message.intent_name == "greet" else "utter_bye"
        return "action_listen"

    result = await played(tmp_path, GREETING, choose, WORDS)
    assert result.passed
    assert result.severity == 0.25
    assert story_report([result])["conversation_accuracy"]["with_warnings"] == 1
    assert "- action: utter_hi  # predicted: action_unlikely_intent" in stories_yaml([result], "")


@pytest.mark.parametrize(("selected", "passed"), [("faq/hours", True), ("faq/fees", False)])
async def test_a_retrieval_story_wants_the_right_response(
    selected: str, passed: bool, tmp_path: Path
) -> None:
    story = """
stories:
- story: question
  steps:
  - user: when
    intent: faq/hours
  - action: utter_faq/hours
"""
    selector = {
        "all_retrieval_intents": ["faq"],
        "default": {"response": {"intent_response_key": selected}},
    }
    interpreter = ToldInterpreter({"when": "faq"}, more={"response_selector": selector})

    def choose(tracker: Tracker) -> str:
        return "utter_faq" if tracker.state.action_name == "action_listen" else "action_listen"

    result = await played(tmp_path, story, choose, interpreter)
    assert result.passed is passed
    assert result.messages[0].predicted == selected


async def test_a_message_by_text_alone_is_taken_as_it_is_understood(tmp_path: Path) -> None:
    story = "stories: [{story: text, steps: [{user: hello}, {action: utter_hi}]}]"
    assert (await played(tmp_path, story, by_intent, WORDS)).passed


async def test_too_many_actions_in_a_turn_fail(tmp_path: Path) -> None:
    steps = ", ".join(["{action: action_note}"] * 3)
    story = f"stories: [{{story: endless, steps: [{{intent: greet}}, {steps}]}}]"
    result = await played(tmp_path, story, lambda tracker: "action_note", max_predictions=2)
    assert checks(result)[2] == ("action_note", "circuit breaker tripped")


def test_no_stories_are_a_comment() -> None:
    assert stories_yaml([], "No test story failed.") == "# No test story failed.\n"
