"""The Google Chat channel: ``/webhooks/hangouts/webhook``."""

from __future__ import annotations

from typing import Any

from sanic import Blueprint, HTTPResponse, Request
from sanic import json as json_response
from sanic.exceptions import Unauthorized

from causerie.channels.describing import JSON, described
from causerie.channels.hangouts.reading import read_event
from causerie.channels.hangouts.rendering import answer_of
from causerie.channels.hangouts.settings import HangoutsSettings
from causerie.channels.hangouts.tokens import TokenCheck, fetch_certificates
from causerie.channels.receiving.blueprints import channel_blueprint
from causerie.channels.receiving.reading import json_object
from causerie.channels.receiving.signatures import digest
from causerie.errors import PlatformError, RequestError
from causerie.ports import BotMessage, Handler, IncomingMessage

OBJECT = {"type": "object"}


class HangoutsCollector:
    """What is said in answer to one event."""

    name = "hangouts"

    def __init__(self) -> None:
        self.messages: list[BotMessage] = []

    async def send(self, recipient_id: str, message: BotMessage) -> None:
        self.messages.append(message)


class HangoutsInput:
    """There is no output for what the bot says by itself: Google Chat only takes answers."""

    name = "hangouts"

    def __init__(self, settings: HangoutsSettings) -> None:
        self.settings = settings
        self.tokens = TokenCheck(settings)

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> HangoutsInput:
        return cls(HangoutsSettings.read(credentials))

    async def check_platform(self) -> str:
        """Raises PlatformError."""
        if self.settings.project is None:
            return "ready; without 'project_id' nobody's events are checked"
        await fetch_certificates(self.settings.base_url)
        return "Google gives the certificates that events are checked with"

    def blueprint(self, handle: Handler) -> Blueprint:
        blueprint = channel_blueprint(self.name)

        @described(
            "An event; the answer is the bot's.",
            {200: {JSON: OBJECT}},
            bodies={JSON: OBJECT},
            fails=(400, 401, 503),
        )
        async def receive(request: Request) -> HTTPResponse:
            await self.check(request)
            collector = HangoutsCollector()
            for said in read_event(json_object(request), self.settings):
                message = IncomingMessage(
                    text=said.text,
                    sender_id=said.sender,
                    channel=self.name,
                    message_id=f"{said.id}-{digest(said.text)}" if said.id else None,
                    metadata=said.metadata,
                )
                await handle(message, collector)
            return json_response(answer_of(collector.messages))

        blueprint.add_route(receive, "/webhook", methods=["POST"])
        return blueprint

    async def check(self, request: Request) -> None:
        """Raises Unauthorized; RequestError 503 while there are no certificates to check tokens with."""
        if self.settings.project is None:
            return
        try:
            is_right = await self.tokens.is_right(request.headers.get("authorization"))
        except PlatformError as error:
            raise RequestError(503, "PlatformUnavailable", str(error)) from error
        if not is_right:
            raise Unauthorized("The event has no token of Google Chat's for the project.")
