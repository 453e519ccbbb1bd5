"""The schemas that several routes share."""

from __future__ import annotations

from typing import Any

from causerie.channels.describing import SWITCH, WORDS, Query, Schema, a_list, an_object, one_of, or_null, ref
from causerie.dialogue.event_json import EVENT_KINDS
from causerie.dialogue.tracker_json import VERBOSITIES

ANYTHING: Schema = {}
OBJECT: Schema = {"type": "object"}
NUMBER: Schema = {"type": "number"}
BOOLEAN: Schema = {"type": "boolean"}
TIME: Schema = {"type": "number", "minimum": -1e11, "maximum": 1e11}

INCLUDE_EVENTS = Query("include_events", one_of(*VERBOSITIES), "Which events to show.")
FAILURES = Query("failures", SWITCH, "Show why actions failed.")
OF_TRACKERS = (INCLUDE_EVENTS, FAILURES)
OUTPUT_CHANNEL = Query("output_channel", WORDS, "The channel to send to as well, or 'latest'.")
CALLBACK = Query(
    "callback_url", {"type": "string", "format": "uri"}, "Answer 204 at once; post the result there."
)

#: Kinds of events with the keys that they need. Those left out need none.
NEEDED: dict[str, dict[str, Schema]] = {
    "slot": {"name": WORDS, "value": ANYTHING},
    "followup": {"name": WORDS},
    "action_execution_rejected": {"name": WORDS},
    "reminder": {"intent": WORDS, "date_time": {"type": "string", "format": "date-time"}},
}
COMMON: dict[str, Schema] = {"timestamp": or_null(TIME), "metadata": or_null(OBJECT)}
OPTIONAL: dict[str, dict[str, Schema]] = {
    "user": {
        "text": or_null(WORDS),
        "input_channel": or_null(WORDS),
        "message_id": or_null(WORDS),
        "parse_data": or_null(an_object({}, {"intent": ref("Intent"), "entities": a_list(ref("Entity"))})),
    },
    "bot": {"text": or_null(WORDS), "data": or_null(OBJECT)},
    "action": {"name": or_null(WORDS), "policy": or_null(WORDS), "confidence": or_null(NUMBER)},
    "active_loop": {"name": or_null(WORDS)},
    "reminder": {"name": or_null(WORDS), "kill_on_user_msg": BOOLEAN},
    "feedback": {
        "message": or_null(WORDS),
        "value": {"enum": ["up", "down", None]},
        "rating": or_null({"type": "integer", "minimum": 1, "maximum": 5}),
        "comment": or_null(WORDS),
    },
}


def _event(kind: str) -> Schema:
    needed = {"event": {"const": kind}, **NEEDED.get(kind, {})}
    return an_object(needed, {**COMMON, **OPTIONAL.get(kind, {})})


SCHEMAS: dict[str, Any] = {
    "Failure": an_object(
        {
            "version": WORDS,
            "status": {"const": "failure"},
            "message": WORDS,
            "reason": WORDS,
            "details": OBJECT,
            "help": or_null(WORDS),
            "code": {"type": "integer"},
        }
    ),
    "HttpFailure": an_object({"description": WORDS, "status": {"type": "integer"}, "message": WORDS}),
    "TokenFailure": an_object({"reasons": a_list(WORDS), "exception": WORDS}),
    "Event": {"anyOf": [_event(kind) for kind in EVENT_KINDS]},
    "StoredEvent": an_object({"event": {"enum": list(EVENT_KINDS)}, "timestamp": or_null(NUMBER)}),
    "Intent": or_null(an_object({}, {"name": or_null(WORDS), "confidence": or_null(NUMBER)})),
    "Entity": an_object({"entity": WORDS, "value": ANYTHING}),
    "BotMessage": an_object(
        {"recipient_id": WORDS}, {"text": WORDS, "image": WORDS, "buttons": a_list(OBJECT)}
    ),
    "Tracker": an_object(
        {
            "sender_id": WORDS,
            "slots": OBJECT,
            "latest_message": OBJECT,
            "latest_event_time": or_null(NUMBER),
            "followup_action": or_null(WORDS),
            "paused": BOOLEAN,
            "events": or_null(a_list(ref("StoredEvent"))),
            "latest_input_channel": or_null(WORDS),
            "active_loop": OBJECT,
            "latest_action": OBJECT,
            "latest_action_name": or_null(WORDS),
        }
    ),
    "Turn": an_object({"tracker": ref("Tracker"), "messages": a_list(ref("BotMessage"))}),
    "Prediction": an_object(
        {
            "scores": a_list(an_object({"action": WORDS, "score": NUMBER})),
            "policy": or_null(WORDS),
            "confidence": or_null(NUMBER),
            "tracker": ref("Tracker"),
        }
    ),
}
