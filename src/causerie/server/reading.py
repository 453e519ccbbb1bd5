"""What requests carry: queries, events, texts."""

from __future__ import annotations

from typing import Any

from sanic import Request

from causerie.channels.receiving.reading import read_json
from causerie.dialogue.event_json import from_dict
from causerie.dialogue.events import Event
from causerie.dialogue.tracker import Tracker
from causerie.dialogue.tracker_json import VERBOSITIES, tracker_state
from causerie.errors import RequestError
from causerie.ports import Json
from causerie.server.checking import check_event
from causerie.server.failures import BadData


def state_of(request: Request, tracker: Tracker) -> Json:
    """The tracker with the events that ``include_events`` asks for.

    Why an action failed is kept in its event; as Rasa shows none of it, ``?failures=true`` must ask for it.
    """
    state = tracker_state(tracker, verbosity(request))
    if state["events"] and not is_true(request, "failures"):
        state["events"] = [_without_failure(event) for event in state["events"]]
    return state


def _without_failure(event: Json) -> Json:
    metadata = event.get("metadata") or {}
    if event["event"] != "action" or "failed" not in metadata:
        return event
    return {**event, "metadata": {key: value for key, value in metadata.items() if key != "failed"}}


def verbosity(request: Request) -> str:
    asked: str = request.args.get("include_events", "AFTER_RESTART").upper()
    if asked not in VERBOSITIES:
        raise RequestError(
            400,
            "BadRequest",
            f"'include_events' must be one of {', '.join(VERBOSITIES)}; found '{asked}'.",
            {"parameter": "include_events", "in": "query"},
        )
    return asked


def is_true(request: Request, key: str, default: bool = False) -> bool:
    return str(request.args.get(key, default)).lower() == "true"


def number(request: Request, key: str) -> float | None:
    """A query's number; what is none counts as absent, as in Rasa."""
    try:
        return float(request.args.get(key) or "")
    except ValueError:
        return None


def events_of(request: Request, *, single: bool = True) -> list[Event]:
    """The events in a body: a list, or (``single``) one alone; raises RequestError or EventError."""
    body = read_json(request.body or b"null")
    if not isinstance(body, list) and not single:
        found = [_event(body)]
        message = f"The body must be a list of events; found {len(found)} event without a list."
        raise RequestError(400, "BadRequest", message, {"parameter": "", "in": "body"})
    return [_event(item) for item in (body if isinstance(body, list) else [body])]


def _event(raw: Any) -> Event:
    check_event(raw)
    event = from_dict(raw)
    if raw["event"] == "slot" and "value" not in raw:
        raise BadData(f"The event for the slot '{raw.get('name')}' needs the key 'value'.")
    return event


def required(body: Json, key: str) -> str:
    value = body.get(key)
    if not isinstance(value, str) or not value:
        raise RequestError(
            400, "BadRequest", f"The body needs '{key}', a text.", {"parameter": key, "in": "body"}
        )
    return value


def text_of(request: Request) -> str:
    """The body as text; raises RequestError when there is none."""
    if not request.body:
        raise RequestError(400, "BadRequest", "The request has no body.")
    try:
        return request.body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadData(f"The body is no UTF-8 text: {error}.") from error
