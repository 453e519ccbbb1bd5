"""Events as Rasa writes them: in its HTTP API, its stores and its action servers."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from causerie.dialogue import events as e
from causerie.dialogue.events import Event, Json
from causerie.errors import CauserieError
from causerie.registry import did_you_mean


class EventError(CauserieError):
    """A JSON object is no event."""


def as_dict(event: Event) -> Json:
    """The event's JSON form; only what JSON can hold."""
    kind, write = _WRITERS[type(event)]
    out: Json = {"event": kind, "timestamp": event.timestamp}
    if event.metadata:
        out["metadata"] = event.metadata
    out.update(write(event))
    return out


def from_dict(raw: Any, default_time: float | None = None) -> Event:
    """The event in a JSON object; raises EventError that says what is missing or unknown."""
    if not isinstance(raw, dict):
        raise EventError(f"An event must be a JSON object with the key 'event'; found {type(raw).__name__}.")
    kind = raw.get("event")
    if not isinstance(kind, str):
        raise EventError(
            f"An event needs the key 'event' with its type; found the keys {sorted(map(str, raw))}."
        )
    read = _READERS.get(kind)
    if read is None:
        raise EventError(f"There is no event of type '{kind}'. {did_you_mean(kind, _READERS)}".rstrip())
    try:
        return read(raw, _common(raw, default_time))
    except KeyError as error:
        raise EventError(f"An event of type '{kind}' needs the key {error}.") from None
    except (TypeError, ValueError, AttributeError) as error:
        raise EventError(f"The event of type '{kind}' can't be read: {error}.") from None


def _common(raw: Json, default_time: float | None) -> Json:
    timestamp = raw.get("timestamp")
    if timestamp is None:
        timestamp = default_time if default_time is not None else e.now()
    metadata = raw.get("metadata") or {}
    if not isinstance(metadata, dict):
        raise ValueError(f"'metadata' must be an object, found {metadata!r}")
    return {"timestamp": float(timestamp), "metadata": metadata}


def as_iso(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat()


def from_iso(text: Any) -> float:
    """Seconds since 1970; a time without zone is local time, as rasa_sdk writes it."""
    if isinstance(text, int | float):
        return float(text)
    return datetime.fromisoformat(str(text)).timestamp()


def _write_user(event: Any) -> Json:
    parse_data = {
        "intent": event.intent,
        "entities": list(event.entities),
        "text": event.text,
        "message_id": event.message_id,
        "metadata": event.metadata,
        **event.parse_data,
    }
    return {
        "metadata": event.metadata,
        "text": event.text,
        "parse_data": parse_data,
        "input_channel": event.input_channel,
        "message_id": event.message_id,
    }


def _read_user(raw: Json, common: Json) -> Event:
    parse_data = raw.get("parse_data") or {}
    intent = parse_data.get("intent") or {}
    text = raw.get("text")
    return user_uttered(
        text,
        intent,
        parse_data.get("entities") or [],
        parse_data,
        input_channel=raw.get("input_channel"),
        message_id=raw.get("message_id"),
        **common,
    )


def user_uttered(
    text: str | None,
    intent: Json | None = None,
    entities: Any = (),
    parse_data: Json | None = None,
    **rest: Any,
) -> e.UserUttered:
    """A message; how it is featurised follows from what is known of it (text alone: by its text)."""
    intent = intent or {}
    by_text: bool | None = None
    if text and not intent.get("name"):
        by_text = True
    elif intent.get("name") and not text:
        by_text = False
    understood = {
        "intent": intent,
        "entities": list(entities),
        "text": text,
        "message_id": rest.get("message_id"),
        "metadata": rest.get("metadata", {}),
        **(parse_data or {}),
    }
    return e.UserUttered(
        text=text,
        intent=intent,
        entities=tuple(entities),
        parse_data=understood,
        use_text_for_featurization=by_text,
        **rest,
    )


def _write_bot(event: Any) -> Json:
    return {"metadata": event.metadata, "text": event.text, "data": event.data}


def _write_action(event: Any) -> Json:
    return {
        "name": event.name,
        "policy": event.policy,
        "confidence": event.confidence,
        "action_text": event.action_text,
        "hide_rule_turn": event.hide_rule_turn,
    }


def _read_action(raw: Json, common: Json) -> Event:
    return e.ActionExecuted(
        name=raw.get("name"),
        policy=raw.get("policy"),
        confidence=raw.get("confidence"),
        action_text=raw.get("action_text"),
        hide_rule_turn=bool(raw.get("hide_rule_turn", False)),
        **common,
    )


def _write_reminder(event: Any) -> Json:
    entities = event.entities
    return {
        "intent": event.intent,
        "date_time": as_iso(event.trigger_at),
        "entities": list(entities) if isinstance(entities, tuple) else entities,
        "name": event.name,
        "kill_on_user_msg": event.kill_on_user_message,
    }


def _read_reminder(raw: Json, common: Json) -> Event:
    return e.ReminderScheduled(
        intent=raw["intent"],
        trigger_at=from_iso(raw["date_time"]),
        entities=_entities(raw.get("entities")),
        name=raw.get("name") or uuid.uuid4().hex,
        kill_on_user_message=bool(raw.get("kill_on_user_msg", False)),
        **common,
    )


def _write_cancel(event: Any) -> Json:
    out: Json = {}
    if event.name is not None:
        out["name"] = event.name
    if event.intent is not None:
        out["intent"] = event.intent
    if event.entities is not None:
        out["entities"] = list(event.entities) if isinstance(event.entities, tuple) else event.entities
    return out


def _read_cancel(raw: Json, common: Json) -> Event:
    entities = raw.get("entities")
    return e.ReminderCancelled(
        name=raw.get("name"),
        intent=raw.get("intent"),
        entities=None if entities is None else _entities(entities),
        **common,
    )


def _entities(raw: Any) -> Any:
    return tuple(raw) if isinstance(raw, list) else (raw or ())


def _write_feedback(event: Any) -> Json:
    fields = {
        "message": event.message,
        "value": event.value,
        "rating": event.rating,
        "comment": event.comment,
    }
    return {name: value for name, value in fields.items() if value is not None}


def _read_feedback(raw: Json, common: Json) -> Event:
    value, rating = raw.get("value"), raw.get("rating")
    if value not in ("up", "down", None):
        raise ValueError(f"'value' must be 'up', 'down' or null, found {value!r}")
    if rating is not None and (
        not isinstance(rating, int) or isinstance(rating, bool) or not 1 <= rating <= 5
    ):
        raise ValueError(f"'rating' must be a whole number from 1 to 5 or null, found {rating!r}")
    for key in ("message", "comment"):
        if not isinstance(raw.get(key), str | None):
            raise ValueError(f"'{key}' must be a text or null, found {raw[key]!r:.40}")
    return e.FeedbackGiven(
        message=raw.get("message"), value=value, rating=rating, comment=raw.get("comment"), **common
    )


def _named(kind: type[Event]) -> Callable[[Json, Json], Event]:
    return lambda raw, common: kind(name=raw["name"], **common)  # type: ignore[call-arg]


def _plain(kind: type[Event]) -> Callable[[Json, Json], Event]:
    return lambda raw, common: kind(**common)


def _loop(raw: Json, common: Json) -> Event:
    return e.ActiveLoop(name=raw.get("name"), **common)


def _interrupted(raw: Json, common: Json) -> Event:
    return e.LoopInterrupted(is_interrupted=bool(raw.get("is_interrupted", False)), **common)


def _legacy_validation(raw: Json, common: Json) -> Event:
    return e.LoopInterrupted(is_interrupted=not raw.get("validate", True), **common)


_WRITERS: dict[type[Event], tuple[str, Callable[[Any], Json]]] = {
    e.UserUttered: ("user", _write_user),
    e.UserFeaturization: (
        "user_featurization",
        lambda event: {"use_text_for_featurization": event.use_text_for_featurization},
    ),
    e.EntitiesAdded: ("entities", lambda event: {"entities": list(event.entities)}),
    e.BotUttered: ("bot", _write_bot),
    e.SlotSet: ("slot", lambda event: {"name": event.name, "value": event.value}),
    e.AllSlotsReset: ("reset_slots", lambda event: {}),
    e.ActionExecuted: ("action", _write_action),
    e.ActionExecutionRejected: (
        "action_execution_rejected",
        lambda event: {"name": event.name, "policy": event.policy, "confidence": event.confidence},
    ),
    e.ActionReverted: ("undo", lambda event: {}),
    e.UserUtteranceReverted: ("rewind", lambda event: {}),
    e.Restarted: ("restart", lambda event: {}),
    e.SessionStarted: ("session_started", lambda event: {}),
    e.ActiveLoop: ("active_loop", lambda event: {"name": event.name}),
    e.LoopInterrupted: ("loop_interrupted", lambda event: {"is_interrupted": event.is_interrupted}),
    e.FollowupAction: ("followup", lambda event: {"name": event.name}),
    e.ConversationPaused: ("pause", lambda event: {}),
    e.ConversationResumed: ("resume", lambda event: {}),
    e.ReminderScheduled: ("reminder", _write_reminder),
    e.ReminderCancelled: ("cancel_reminder", _write_cancel),
    e.StoryExported: ("export", lambda event: {"path": event.path} if event.path else {}),
    e.AgentUttered: ("agent", lambda event: {"text": event.text, "data": event.data}),
    e.FeedbackGiven: ("feedback", _write_feedback),
}

_READERS: dict[str, Callable[[Json, Json], Event]] = {
    "user": _read_user,
    "user_featurization": lambda raw, common: e.UserFeaturization(
        use_text_for_featurization=bool(raw.get("use_text_for_featurization")), **common
    ),
    "entities": lambda raw, common: e.EntitiesAdded(entities=tuple(raw.get("entities") or ()), **common),
    "bot": lambda raw, common: e.BotUttered(text=raw.get("text"), data=raw.get("data") or {}, **common),
    "slot": lambda raw, common: e.SlotSet(name=str(raw["name"]), value=raw.get("value"), **common),
    "reset_slots": _plain(e.AllSlotsReset),
    "action": _read_action,
    "action_execution_rejected": lambda raw, common: e.ActionExecutionRejected(
        name=raw["name"], policy=raw.get("policy"), confidence=raw.get("confidence"), **common
    ),
    "undo": _plain(e.ActionReverted),
    "rewind": _plain(e.UserUtteranceReverted),
    "restart": _plain(e.Restarted),
    "session_started": _plain(e.SessionStarted),
    "active_loop": _loop,
    "form": _loop,
    "loop_interrupted": _interrupted,
    "form_validation": _legacy_validation,
    "followup": _named(e.FollowupAction),
    "pause": _plain(e.ConversationPaused),
    "resume": _plain(e.ConversationResumed),
    "reminder": _read_reminder,
    "cancel_reminder": _read_cancel,
    "export": lambda raw, common: e.StoryExported(path=raw.get("path"), **common),
    "agent": lambda raw, common: e.AgentUttered(text=raw.get("text"), data=raw.get("data"), **common),
    "feedback": _read_feedback,
}

#: The types of events that can be read.
EVENT_KINDS = tuple(_READERS)
