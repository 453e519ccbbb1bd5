"""What stands in events and messages that come over HTTP: each value of the kind that is read there."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from causerie.errors import RequestError
from causerie.server.failures import BadData

LATEST = 1e11
Check = Callable[[Any], bool]


def a_text(value: Any) -> bool:
    return value is None or isinstance(value, str)


def an_object(value: Any) -> bool:
    return value is None or isinstance(value, dict)


def a_number(value: Any) -> bool:
    return value is None or (
        isinstance(value, int | float) and not isinstance(value, bool) and _finite(value)
    )


def a_time(value: Any) -> bool:
    return value is None or (a_number(value) and abs(value) < LATEST)


def a_moment(value: Any) -> bool:
    return isinstance(value, str) or (value is not None and a_time(value))


def entities(value: Any) -> bool:
    return value is None or (isinstance(value, list) and all(map(_an_entity, value)))


def entities_or_values(value: Any) -> bool:
    """Entities as a list, or as an object of names and values."""
    return isinstance(value, dict) or entities(value)


def parsed(value: Any) -> bool:
    """What was understood of a message."""
    if value is None:
        return True
    if not isinstance(value, dict):
        return False
    intent = value.get("intent")
    return (
        an_object(intent)
        and a_text((intent or {}).get("name"))
        and a_number((intent or {}).get("confidence"))
        and entities(value.get("entities"))
    )


#: Key → what it must be, and how that is called.
OF_EVENTS: dict[str, tuple[Check, str]] = {
    **dict.fromkeys(
        ("name", "text", "policy", "action_text", "input_channel", "message_id", "path"), (a_text, "a text")
    ),
    **dict.fromkeys(("metadata", "data"), (an_object, "an object")),
    "timestamp": (a_time, "seconds since 1970"),
    "confidence": (a_number, "a number"),
    "parse_data": (
        parsed,
        "an object with 'intent', an object, and 'entities', a list of objects with 'entity'",
    ),
    "intent": (a_text, "a text"),
    "date_time": (a_moment, "a date and time such as 2030-01-31T12:00:00+00:00"),
    "entities": (entities_or_values, "a list of objects with 'entity', or an object of names and values"),
}


def check_event(raw: Any) -> None:
    """Raises BadData for a value of the wrong kind. What is no event at all is told elsewhere."""
    if isinstance(raw, dict):
        for key, (fits, kind) in OF_EVENTS.items():
            if key in raw:
                told = _misfit(raw[key], fits, kind, f"'{key}' of the event '{raw.get('event')}'")
                if told:
                    raise BadData(told)


def demand(value: Any, fits: Check, kind: str, key: str, what: str) -> None:
    """Raises RequestError that says what was expected and what came."""
    told = _misfit(value, fits, kind, what)
    if told:
        raise RequestError(400, "BadRequest", told, {"parameter": key, "in": "body"})


def _misfit(value: Any, fits: Check, kind: str, what: str) -> str:
    if fits(value):
        return ""
    found = repr(value)
    return f"{what} must be {kind}; found {found[:80]}{'…' if len(found) > 80 else ''}."


def _an_entity(value: Any) -> bool:
    return isinstance(value, dict) and isinstance(value.get("entity"), str)


def _finite(value: float) -> bool:
    try:
        return math.isfinite(value)
    except OverflowError:
        return False
