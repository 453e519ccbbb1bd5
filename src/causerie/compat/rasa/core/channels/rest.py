"""The REST channel, to derive from."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

from sanic import Blueprint, HTTPResponse, Request
from sanic import json as json_response

from causerie.channels.rest import json_body
from causerie.compat.rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage

Json = dict[str, Any]
Handler = Callable[[UserMessage], Awaitable[Any]]


class RestInput(InputChannel):
    """``POST …/webhook`` with ``{"sender": …, "message": …}``; ``?stream=true`` for a line per message."""

    @classmethod
    def name(cls) -> str:
        return "rest"

    async def _extract_sender(self, req: Request) -> str | None:
        found: str | None = json_body(req).get("sender")
        return found

    def _extract_message(self, req: Request) -> str | None:
        found: str | None = json_body(req).get("message")
        return found

    def _extract_input_channel(self, req: Request) -> str:
        return str(json_body(req).get("input_channel") or self.name())

    def get_metadata(self, request: Request) -> Json | None:
        found: Json | None = json_body(request).get("metadata")
        return found

    def blueprint(self, on_new_message: Handler) -> Blueprint:
        webhook = Blueprint(f"{self.name()}_webhook_{type(self).__name__}")

        @webhook.get("/")
        async def health(request: Request) -> HTTPResponse:
            return json_response({"status": "ok"})

        @webhook.post("/webhook")
        async def receive(request: Request) -> HTTPResponse | None:
            given: Json = {
                "text": self._extract_message(request),
                "sender_id": await self._extract_sender(request),
                "input_channel": self._extract_input_channel(request),
                "metadata": self.get_metadata(request),
            }
            if request.args.get("stream", "").lower() == "true":
                await _stream(request, given, on_new_message)
                return None
            collector = CollectingOutputChannel()
            await on_new_message(UserMessage(output_channel=collector, **given))
            return json_response(collector.messages)

        return webhook


async def _stream(request: Request, given: Json, on_new_message: Handler) -> None:
    response = await request.respond(content_type="text/event-stream")
    if response is None:
        return
    queue: asyncio.Queue[Json | str] = asyncio.Queue()

    async def work() -> None:
        try:
            await on_new_message(UserMessage(output_channel=QueueOutputChannel(queue), **given))
        finally:
            await queue.put("DONE")

    task = asyncio.ensure_future(work())
    while (said := await queue.get()) != "DONE":
        await response.send(json.dumps(said) + "\n")
    await task
    await response.eof()


class QueueOutputChannel(CollectingOutputChannel):
    """Puts what is said into a queue, as soon as it is said."""

    messages: asyncio.Queue[Any]  # type: ignore[assignment]

    def __init__(self, message_queue: asyncio.Queue[Any] | None = None) -> None:
        super().__init__()
        self.messages = message_queue if message_queue is not None else asyncio.Queue()

    @classmethod
    def name(cls) -> str:
        return "queue"

    def latest_output(self) -> Json | None:
        raise NotImplementedError("A queue doesn't allow to look at messages.")

    async def _persist_message(self, message: Json) -> None:
        await self.messages.put(message)
