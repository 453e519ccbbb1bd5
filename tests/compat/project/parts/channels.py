"""A channel with a blueprint of its own, answering at once or as it goes, and one that pushes."""

from __future__ import annotations

import asyncio
import inspect
import json
from typing import Any, Awaitable, Callable, Dict, List, Optional, Text

from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, OutputChannel, UserMessage
from rasa.core.channels.rest import QueueOutputChannel, RestInput
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse


class MyIO(InputChannel):
    @classmethod
    def name(cls) -> Text:
        return "myio"

    @classmethod
    def from_credentials(cls, credentials: Optional[Dict[Text, Any]]) -> InputChannel:
        if not credentials:
            cls.raise_missing_credentials_exception()
        return cls(credentials.get("secret"))

    def __init__(self, secret: Text) -> None:
        self.secret = secret

    def get_metadata(self, request: Request) -> Optional[Dict[Text, Any]]:
        return {"page": request.json.get("page")}

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[None]]) -> Blueprint:
        custom_webhook = Blueprint("custom_webhook_{}".format(type(self).__name__), inspect.getmodule(self).__name__)

        @custom_webhook.route("/", methods=["GET"])
        async def health(request: Request) -> HTTPResponse:
            return response.json({"status": "ok"})

        @custom_webhook.route("/webhook", methods=["POST"])
        async def receive(request: Request) -> HTTPResponse:
            if request.headers.get("x-secret") != self.secret:
                return response.json({"error": "no"}, status=403)
            collector = CollectingOutputChannel()
            await on_new_message(
                UserMessage(
                    request.json.get("text"),
                    collector,
                    request.json.get("sender_id"),
                    input_channel=self.name(),
                    metadata=self.get_metadata(request),
                )
            )
            return response.json(collector.messages)

        @custom_webhook.route("/stream", methods=["POST"])
        async def stream(request: Request) -> None:
            queue: asyncio.Queue = asyncio.Queue()

            async def work() -> None:
                await on_new_message(
                    UserMessage(request.json.get("text"), QueueOutputChannel(queue), request.json.get("sender_id"))
                )
                await queue.put("DONE")

            answer = await request.respond(content_type="text/event-stream")
            task = asyncio.ensure_future(work())
            while True:
                said = await queue.get()
                if said == "DONE":
                    break
                await answer.send(json.dumps(said) + "\n")
            await task

        return custom_webhook


class PushOutput(OutputChannel):
    """Sends everything as text to a list, for the sake of the example."""

    sent: List[Text] = []

    @classmethod
    def name(cls) -> Text:
        return "push"

    async def send_text_message(self, recipient_id: Text, text: Text, **kwargs: Any) -> None:
        self.sent.append(f"{recipient_id}: {text}")


class PushInput(RestInput):
    """The REST channel's requests; the answers are pushed."""

    @classmethod
    def name(cls) -> Text:
        return "push"

    def get_output_channel(self) -> Optional[OutputChannel]:
        return PushOutput()

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[None]]) -> Blueprint:
        webhook = Blueprint("push_webhook", "push")

        @webhook.route("/webhook", methods=["POST"])
        async def receive(request: Request) -> HTTPResponse:
            sender = await self._extract_sender(request)
            text = self._extract_message(request)
            await on_new_message(UserMessage(text, self.get_output_channel(), sender, input_channel=self.name()))
            return response.text("ok")

        return webhook
