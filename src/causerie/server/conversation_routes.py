"""Routes about one conversation: its tracker, its events, and turns started from outside."""

from __future__ import annotations

import json
from collections.abc import Callable, Coroutine
from typing import Any
from urllib.parse import unquote

from sanic import HTTPResponse, Request, Sanic
from sanic import json as json_response
from sanic import text as text_response

from causerie.channels.collecting import Collector
from causerie.channels.rest import json_body
from causerie.dialogue.event_json import from_dict
from causerie.dialogue.events import Event
from causerie.dialogue.tracker import Tracker
from causerie.dialogue.tracker_json import VERBOSITIES, tracker_state
from causerie.errors import RequestError
from causerie.files.write import write_stories
from causerie.ports import IncomingMessage, Json
from causerie.server.model_routes import assistant_of
from causerie.server.story_of import sessions_as_stories

Handler = Callable[[Request, str], Coroutine[Any, Any, HTTPResponse]]
PREFIX = "/conversations/<conversation_id:path>"


def add(app: Sanic[Any, Any]) -> None:
    for path, handler, method in (
        ("/tracker", get_tracker, "GET"),
        ("/tracker/events", append_events, "POST"),
        ("/tracker/events", replace_events, "PUT"),
        ("/story", get_story, "GET"),
        ("/execute", execute, "POST"),
        ("/trigger_intent", trigger_intent, "POST"),
        ("/predict", predict, "POST"),
        ("/messages", add_message, "POST"),
    ):
        name = f"{method}{path.replace('/', '_')}"
        app.add_route(_decoded(handler), PREFIX + path, methods=[method], name=name)


def _decoded(handler: Handler) -> Handler:
    """Ids come percent-encoded: they may hold anything, also slashes and blanks."""

    async def call(request: Request, conversation_id: str) -> HTTPResponse:
        return await handler(request, unquote(conversation_id))

    return call


async def get_tracker(request: Request, conversation_id: str) -> HTTPResponse:
    tracker = await assistant_of(request).tracker(conversation_id)
    until = request.args.get("until")
    if until is not None:
        tracker = tracker.until(_number(until, "until"))
    return _state(request, tracker, "AFTER_RESTART")


async def append_events(request: Request, conversation_id: str) -> HTTPResponse:
    events = _events(request)
    collector = Collector() if _is_true(request, "execute_side_effects") else None
    tracker = await assistant_of(request).append(conversation_id, events, collector)
    return _state(request, tracker, "AFTER_RESTART")


async def replace_events(request: Request, conversation_id: str) -> HTTPResponse:
    tracker = await assistant_of(request).replace(conversation_id, _events(request))
    return _state(request, tracker, "NONE")


async def get_story(request: Request, conversation_id: str) -> HTTPResponse:
    tracker = await _existing(request, conversation_id)
    until = request.args.get("until")
    if until is not None:
        tracker = tracker.until(_number(until, "until"))
    stories = sessions_as_stories(tracker, all_sessions=_is_true(request, "all_sessions"))
    return text_response(write_stories(stories, as_tests=True))


async def execute(request: Request, conversation_id: str) -> HTTPResponse:
    body = json_body(request)
    name = _required(body, "name")
    await _existing(request, conversation_id)
    collector = Collector()
    tracker = await assistant_of(request).execute(
        conversation_id, name, body.get("policy") or "", float(body.get("confidence") or 0.0), collector
    )
    return json_response({"tracker": _tracker(request, tracker), "messages": collector.messages})


async def trigger_intent(request: Request, conversation_id: str) -> HTTPResponse:
    body = json_body(request)
    name = _required(body, "name")
    collector = Collector()
    tracker = await assistant_of(request).trigger_intent(
        conversation_id, name, body.get("entities") or [], collector
    )
    return json_response({"tracker": _tracker(request, tracker), "messages": collector.messages})


async def predict(request: Request, conversation_id: str) -> HTTPResponse:
    await _existing(request, conversation_id)
    assistant = assistant_of(request)
    prediction, tracker = await assistant.predict(conversation_id)
    scores = [
        {"action": action, "score": prediction.scores.get(action, 0.0)}
        for action in assistant.domain.action_names
    ]
    scores.sort(key=lambda item: (-float(str(item["score"])), str(item["action"])))
    return json_response(
        {
            "scores": scores,
            "policy": prediction.policy or None,
            "confidence": prediction.confidence,
            "tracker": _tracker(request, tracker, "AFTER_RESTART"),
        }
    )


async def add_message(request: Request, conversation_id: str) -> HTTPResponse:
    body = json_body(request)
    sender = body.get("sender")
    if sender != "user":
        raise RequestError(
            400,
            "BadRequest",
            f"Only messages of the user can be added; 'sender' must be 'user', found {sender!r}.",
            {"parameter": "sender", "in": "body"},
        )
    message = IncomingMessage(
        _required(body, "text"), conversation_id, channel="", parse_data=body.get("parse_data")
    )
    tracker = await assistant_of(request).log_message(message)
    return _state(request, tracker, "AFTER_RESTART")


async def _existing(request: Request, conversation_id: str) -> Tracker:
    """The whole conversation; raises RequestError 404 when nothing was said in it yet."""
    tracker = await assistant_of(request).whole(conversation_id)
    if not tracker.events:
        raise RequestError(404, "Not found", f"There is no conversation '{conversation_id}'.")
    return tracker


def _state(request: Request, tracker: Tracker, default: str) -> HTTPResponse:
    return json_response(_tracker(request, tracker, default))


def _tracker(request: Request, tracker: Tracker, default: str = "AFTER_RESTART") -> Json:
    verbosity = request.args.get("include_events", default).upper()
    if verbosity not in VERBOSITIES:
        raise RequestError(
            400,
            "BadRequest",
            f"'include_events' must be one of {', '.join(VERBOSITIES)}; found '{verbosity}'.",
            {"parameter": "include_events", "in": "query"},
        )
    return tracker_state(tracker, verbosity)


def _events(request: Request) -> list[Event]:
    """One event or a list of them."""
    try:
        body = json.loads(request.body or b"null")
    except (ValueError, RecursionError) as error:
        raise RequestError(400, "BadRequest", f"The body is no JSON: {error}.") from error
    items = body if isinstance(body, list) else [body]
    if not items:
        raise RequestError(400, "BadRequest", "The body holds no event.", {"parameter": "", "in": "body"})
    return [from_dict(item) for item in items]


def _required(body: Json, key: str) -> str:
    value = body.get(key)
    if not isinstance(value, str) or not value:
        raise RequestError(
            400, "BadRequest", f"The body needs '{key}', a text.", {"parameter": key, "in": "body"}
        )
    return value


def _is_true(request: Request, key: str) -> bool:
    return str(request.args.get(key, "")).lower() == "true"


def _number(raw: str, key: str) -> float:
    try:
        return float(raw)
    except ValueError:
        raise RequestError(
            400,
            "BadRequest",
            f"'{key}' must be a time in seconds; found '{raw}'.",
            {"parameter": key, "in": "query"},
        ) from None
