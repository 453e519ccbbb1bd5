"""Routes that read and write a conversation: its tracker, its events, its story."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any
from urllib.parse import unquote

from sanic import HTTPResponse, Request, Sanic
from sanic import empty as empty_response
from sanic import json as json_response
from sanic import text as text_response
from sanic.exceptions import MethodNotAllowed

from causerie.channels.describing import (
    JSON,
    NOTHING,
    SWITCH,
    TEXT,
    WORDS,
    Query,
    a_list,
    described,
    description_of,
    ref,
)
from causerie.dialogue.tracker import Tracker
from causerie.errors import RequestError
from causerie.server.model_routes import assistant_of
from causerie.server.outputs import chosen_output
from causerie.server.reading import events_of, is_true, number, state_of, verbosity
from causerie.server.schemas import NUMBER, OF_TRACKERS, OUTPUT_CHANNEL
from causerie.training_data.story_of import sessions_as_stories

UNTIL = Query(
    "until",
    {"anyOf": [NUMBER, WORDS]},
    "As it was then, in seconds since 1970. What is no number counts for nothing.",
)
Handler = Callable[[Request, str], Coroutine[Any, Any, HTTPResponse]]
PREFIX = "/conversations/<conversation_id:path>"
READ, WRITTEN = ("/tracker", "/story"), ("/events", "/execute", "/trigger_intent", "/predict", "/messages")


def add(app: Sanic[Any, Any]) -> None:
    add_route(app, "GET", "/tracker", get_tracker)
    add_route(app, "POST", "/tracker/events", append_events)
    add_route(app, "PUT", "/tracker/events", replace_events)
    add_route(app, "GET", "/story", get_story)
    add_route(app, "DELETE", "", delete)


def add_route(app: Sanic[Any, Any], method: str, path: str, handler: Handler) -> None:
    """Ids come percent-encoded: they may hold anything, also slashes and blanks."""

    async def call(request: Request, conversation_id: str) -> HTTPResponse:
        return await handler(request, unquote(conversation_id))

    call.__description__ = description_of(handler)  # type: ignore[attr-defined]
    app.add_route(call, PREFIX + path, methods=[method], name=f"{method}{path.replace('/', '_')}")


@described(
    "The conversation: its slots, its state, its events.",
    {200: {JSON: ref("Tracker")}},
    (*OF_TRACKERS, UNTIL),
)
async def get_tracker(request: Request, conversation_id: str) -> HTTPResponse:
    assistant = assistant_of(request)
    verbosity(request)
    tracker = await assistant.tracker(conversation_id)
    until = number(request, "until")
    return json_response(state_of(request, tracker if until is None else tracker.until(until)))


@described(
    "Append one event or several.",
    {200: {JSON: ref("Tracker")}},
    (*OF_TRACKERS, OUTPUT_CHANNEL, Query("execute_side_effects", SWITCH, "Send messages and set reminders.")),
    {JSON: {"anyOf": [ref("Event"), a_list(ref("Event"), 1)]}},
)
async def append_events(request: Request, conversation_id: str) -> HTTPResponse:
    assistant = assistant_of(request)
    events = events_of(request)
    if not events:
        raise RequestError(400, "BadRequest", "The body holds no event.", {"parameter": "", "in": "body"})
    verbosity(request)
    acts = is_true(request, "execute_side_effects")
    output = await chosen_output(request, assistant, conversation_id) if acts else None
    return json_response(state_of(request, await assistant.append(conversation_id, events, output)))


@described(
    "Put other events in the place of all there were.",
    {200: {JSON: ref("Tracker")}},
    OF_TRACKERS,
    {JSON: a_list(ref("Event"))},
)
async def replace_events(request: Request, conversation_id: str) -> HTTPResponse:
    assistant = assistant_of(request)
    events = events_of(request, single=False)
    verbosity(request)
    return json_response(state_of(request, await assistant.replace(conversation_id, events)))


@described(
    "The conversation as a test story.",
    {200: {TEXT: WORDS}},
    (UNTIL, Query("all_sessions", SWITCH, "Not the latest session only.")),
    fails=(404,),
)
async def get_story(request: Request, conversation_id: str) -> HTTPResponse:
    tracker = await existing(request, conversation_id)
    until = number(request, "until")
    if until is not None:
        tracker = tracker.until(until)
    stories = sessions_as_stories(tracker, all_sessions=is_true(request, "all_sessions"))
    from causerie.files.write import write_stories

    return text_response(write_stories(stories if tracker.events else [], as_tests=True))


@described("Forget a conversation.", {204: NOTHING}, fails=(404, 405))
async def delete(request: Request, conversation_id: str) -> HTTPResponse:
    """Forget a conversation: all of its events and reminders. (Not a route of Rasa's.)"""
    for allowed, endings in (("GET", READ), ("POST", WRITTEN)):
        if f"/{conversation_id}".endswith(endings):
            raise MethodNotAllowed("That can't be deleted by itself.", "DELETE", [allowed])
    assistant = assistant_of(request)
    await existing(request, conversation_id)
    await assistant.delete(conversation_id)
    return empty_response()


async def existing(request: Request, conversation_id: str) -> Tracker:
    """The whole conversation; raises RequestError 404 when nothing was said in it yet."""
    tracker = await assistant_of(request).whole(conversation_id)
    if not tracker.events:
        raise RequestError(404, "Not found", f"There is no conversation '{conversation_id}'.")
    return tracker
