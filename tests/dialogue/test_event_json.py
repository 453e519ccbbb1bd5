"""Events in the JSON that Rasa reads and writes."""

import json
from typing import Any

import pytest

from causerie.dialogue import events as e
from causerie.dialogue.event_json import EventError, as_dict, from_dict, user_uttered

ALL = [
    user_uttered("hi", {"name": "greet", "confidence": 0.5}, [{"entity": "a", "value": 1}], message_id="m"),
    e.UserFeaturization(use_text_for_featurization=True),
    e.EntitiesAdded(entities=({"entity": "a", "value": "b"},)),
    e.BotUttered(
        text="x", data={"buttons": [{"title": "t", "payload": "/p"}]}, metadata={"utter_action": "u"}
    ),
    e.SlotSet(name="s", value={"deep": [1, None]}),
    e.AllSlotsReset(),
    e.ActionExecuted(name="a", policy="p", confidence=0.25, hide_rule_turn=True),
    e.ActionExecuted(action_text="words"),
    e.ActionExecutionRejected(name="f", policy="p", confidence=1.0),
    e.ActionReverted(),
    e.UserUtteranceReverted(),
    e.Restarted(),
    e.SessionStarted(),
    e.ActiveLoop(name="f"),
    e.ActiveLoop(name=None),
    e.LoopInterrupted(is_interrupted=True),
    e.FollowupAction(name="a"),
    e.ConversationPaused(),
    e.ConversationResumed(),
    e.ReminderScheduled(intent="i", trigger_at=1000.0, name="n", entities=({"entity": "a", "value": 1},)),
    e.ReminderCancelled(name="n", intent="i"),
    e.StoryExported(path="x.yml"),
    e.AgentUttered(text="x", data={"a": 1}),
]


@pytest.mark.parametrize("event", ALL, ids=lambda event: type(event).__name__)
def test_every_event_survives_json(event: e.Event) -> None:
    back = from_dict(json.loads(json.dumps(as_dict(event))))
    assert back == event
    assert back.timestamp == event.timestamp
    assert as_dict(back) == as_dict(event)


def test_a_message_is_written_as_rasa_writes_it() -> None:
    event = user_uttered("hi", {"name": "greet"}, [], {"text": "hi"}, input_channel="rest", message_id="m")
    written = as_dict(event)
    assert written["parse_data"] == {
        "intent": {"name": "greet"},
        "entities": [],
        "text": "hi",
        "message_id": "m",
        "metadata": {},
    }
    assert written["input_channel"] == "rest"


def test_old_names_are_read() -> None:
    assert from_dict({"event": "form", "name": "f"}) == e.ActiveLoop(name="f")
    assert from_dict({"event": "form_validation", "validate": False}) == e.LoopInterrupted(
        is_interrupted=True
    )


def test_a_missing_time_is_now_and_null_too() -> None:
    assert from_dict({"event": "restart", "timestamp": None}).timestamp > 1e9


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (None, "JSON object"),
        ([], "JSON object"),
        ({}, "needs the key 'event'"),
        ({"event": 3}, "needs the key 'event'"),
        ({"event": "slots"}, "Did you mean 'slot'"),
        ({"event": "slot"}, "'name'"),
        ({"event": "reminder", "intent": "x"}, "'date_time'"),
        ({"event": "reminder", "intent": "x", "date_time": "soon"}, "can't be read"),
        ({"event": "restart", "timestamp": "yesterday"}, "can't be read"),
        ({"event": "restart", "metadata": 5}, "metadata"),
    ],
)
def test_nonsense_is_told(raw: Any, says: str) -> None:
    with pytest.raises(EventError, match=says.replace("(", r"\(")):
        from_dict(raw)
