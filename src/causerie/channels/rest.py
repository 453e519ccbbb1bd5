"""The REST channel: ``POST /webhooks/rest/webhook`` with ``{"sender": …, "message": …}``."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable
from typing import Any

from sanic import Blueprint, HTTPResponse, Request
from sanic import json as json_response

from causerie.channels.collecting import Collector, Streamer
from causerie.channels.describing import (
    JSON,
    WORDS,
    Query,
    a_list,
    an_object,
    described,
    or_null,
    ref,
)
from causerie.channels.receiving.blueprints import channel_blueprint
from causerie.channels.receiving.reading import read_json
from causerie.errors import RequestError
from causerie.ports import Handler, IncomingMessage

log = logging.getLogger(__name__)
#: Rasa answers a body without a message as if there was nothing to say; the header tells why.
NO_MESSAGE = {"Warning": "199 - \"The body has no 'message', so nothing was done.\""}
MESSAGE = an_object(
    {},
    {
        "message": or_null(WORDS),
        "sender": or_null(WORDS),
        "input_channel": or_null(WORDS),
        "message_id": or_null(WORDS),
        "metadata": or_null({"type": "object"}),
    },
)


class RestInput:
    """Answers with all messages of the turn, or with ``?stream=true`` one line each as they come."""

    name = "rest"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> RestInput:
        return cls()

    def blueprint(self, handle: Handler) -> Blueprint:
        blueprint = channel_blueprint(self.name)

        @blueprint.post("/webhook")
        @described(
            "A message of the user; answers with what the bot says.",
            {200: {JSON: a_list(ref("BotMessage")), "text/event-stream": WORDS}},
            (
                Query(
                    "stream",
                    WORDS,
                    "One line of JSON for each message, as soon as it is said; 'sse': as server-sent events. A message "
                    "that is still being made comes in pieces ('delta') before it comes whole.",
                ),
            ),
            {JSON: MESSAGE},
        )
        async def receive(request: Request) -> HTTPResponse | None:
            message = incoming(request, self.name)
            if message is None:
                return json_response([], headers=NO_MESSAGE)
            write = WRITERS.get(request.args.get("stream", "").lower())
            if write is not None:
                await _stream(request, message, handle, write)
                return None
            collector = Collector()
            await handle(message, collector)
            return json_response(collector.messages)

        return blueprint


class CmdlineInput(RestInput):
    """REST under the name that Rasa's shell has, for responses and conversations of that channel."""

    name = "cmdline"
    url_prefix = "rest"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> CmdlineInput:
        return cls()


def incoming(request: Request, channel: str) -> IncomingMessage | None:
    """The message in a request; None without 'message', as in Rasa. Raises RequestError for a bad one."""
    body = json_body(request)
    text = body.get("message")
    if text is None:
        log.warning("A request to the channel '%s' has no 'message'; nothing was done.", channel)
        return None
    if not isinstance(text, str):
        raise RequestError(
            400,
            "BadRequest",
            f"The body needs 'message' with the user's text; found {_found(body, 'message')}.",
            {"parameter": "message", "in": "body"},
        )
    metadata = body.get("metadata") or {}
    if not isinstance(metadata, dict):
        raise RequestError(
            400,
            "BadRequest",
            f"'metadata' must be an object; found {_found(body, 'metadata')}.",
            {"parameter": "metadata", "in": "body"},
        )
    return IncomingMessage(
        text=text,
        sender_id=str(body.get("sender") or "default"),
        channel=str(body.get("input_channel") or channel),
        message_id=body.get("message_id"),
        metadata=metadata,
    )


def json_body(request: Request) -> dict[str, Any]:
    """The JSON object a request carries; raises RequestError (no JSON at all: BadRequest) otherwise."""
    if not request.body:
        raise RequestError(400, "BadRequest", "The request has no body.")
    body = read_json(request.body)
    if not isinstance(body, dict):
        raise RequestError(400, "BadRequest", f"The body must be a JSON object; found {type(body).__name__}.")
    return body


def _found(body: dict[str, Any], key: str) -> str:
    return repr(body[key])[:80] if key in body else "no such key"


def _as_line(piece: dict[str, Any]) -> str:
    return json.dumps(piece) + "\n"


def _as_event(piece: dict[str, Any]) -> str:
    """As the browser's EventSource reads it."""
    kind = "delta" if "delta" in piece else "message"
    return f"event: {kind}\ndata: {json.dumps(piece)}\n\n"


WRITERS = {"true": _as_line, "sse": _as_event}


async def _stream(
    request: Request, message: IncomingMessage, handle: Handler, write: Callable[[dict[str, Any]], str]
) -> None:
    """The answer begins with the first piece: what fails before it has a status of its own."""
    streamer = Streamer()

    async def work() -> None:
        try:
            await handle(message, streamer)
        finally:
            await streamer.queue.put(None)

    task = asyncio.ensure_future(work())
    try:
        piece = await streamer.queue.get()
        if piece is None:
            await task
        response = await request.respond(content_type="text/event-stream")
        while piece is not None:
            await response.send(write(piece))
            piece = await streamer.queue.get()
    finally:
        streamer.is_left = True  # the turn goes on: its events are kept
    await task
    await response.eof()
