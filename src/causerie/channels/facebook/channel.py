"""The Messenger channel: ``/webhooks/facebook/webhook``."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import Any

from sanic import HTTPResponse, Request
from sanic import text as text_response
from sanic.blueprints import Blueprint

from causerie.channels.delivery.call import Call
from causerie.channels.delivery.courier import Courier
from causerie.channels.delivery.platform import Platform
from causerie.channels.describing import JSON, TEXT, WORDS, described
from causerie.channels.facebook.reading import read_delivery
from causerie.channels.facebook.rendering import action, calls_of
from causerie.channels.facebook.settings import VERSION, FacebookSettings
from causerie.channels.receiving.accepting import accept
from causerie.channels.receiving.blueprints import channel_blueprint
from causerie.channels.receiving.feedback import note
from causerie.channels.receiving.payloads import found as payload
from causerie.channels.receiving.payloads import is_shortened
from causerie.channels.receiving.reading import json_object
from causerie.channels.receiving.signatures import digest, hex_of, same
from causerie.channels.receiving.told import Said
from causerie.channels.receiving.verification import verification
from causerie.ports import BotMessage, ConversationAccess, Handler, IncomingMessage

log = logging.getLogger(__name__)
#: Messenger waits for twenty seconds: for the turn, and for what is said to be on its way.
PATIENCE, DELIVERY = 12.0, 5.0


class FacebookOutput:
    name = "facebook"

    def __init__(self, courier: Courier) -> None:
        self.courier = courier

    async def send(self, recipient_id: str, message: BotMessage) -> None:
        self.courier.post(recipient_id, calls_of(message, recipient_id))

    def forget(self, conversation: str) -> None:
        """Erase what waits for delivery."""
        self.courier.forget(conversation)


class FacebookInput:
    name = "facebook"

    def __init__(self, settings: FacebookSettings) -> None:
        self.settings = settings
        headers = {"Authorization": f"Bearer {settings.page_token}"}
        self.courier = Courier(self.name, Platform("Messenger", settings.base_url, headers))
        self.output = FacebookOutput(self.courier)
        self._access: ConversationAccess | None = None

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> FacebookInput:
        return cls(FacebookSettings.read(credentials))

    def use(self, access: ConversationAccess) -> None:
        self._access = access

    async def check_platform(self) -> str:
        """Raises PlatformError."""
        try:
            found = await self.courier.platform.ask(Call(f"/{VERSION}/me", method="GET"))
        finally:
            await self.courier.platform.close()
        return f"Messenger knows the page '{found.field('name') or found.field('id')}'"

    def blueprint(self, handle: Handler) -> Blueprint:
        blueprint = channel_blueprint(self.name, self.courier)

        @described(
            "What Messenger delivers.",
            {200: {TEXT: WORDS}},
            bodies={JSON: {"type": "object"}},
            fails=(400, 403),
        )
        async def receive(request: Request) -> HTTPResponse:
            signed = self.is_signed(request)
            if signed is not True:
                return text_response("not validated", status=403 if signed is False else 200)
            for found in read_delivery(json_object(request), self.settings.answers_edits):
                if isinstance(found, Said):
                    await self._answer(found, handle)
                else:
                    await note(self._access, found.sender, found.message, found.value, found.was)
            return text_response("success")

        blueprint.add_route(verification(self.settings.verify), "/webhook", methods=["GET"], name="verify")
        blueprint.add_route(receive, "/webhook", methods=["POST"])
        return blueprint

    def is_signed(self, request: Request) -> bool | None:
        """By SHA-256, or SHA-1 where an old proxy passes on only that; None for a method of another name."""
        secret = self.settings.secret
        given = request.headers.get("x-hub-signature-256")
        if given is not None:
            return same("sha256=" + hex_of(secret, request.body), given)
        given = request.headers.get("x-hub-signature") or ""
        if "=" in given and not given.startswith("sha1="):
            return None
        return same("sha1=" + hex_of(secret, request.body, "sha1"), given)

    async def _answer(self, said: Said, handle: Handler) -> None:
        sender = said.sender
        if said.title is not None and is_shortened(said.text):
            said = replace(said, text=await payload(self._access, sender, said.text, said.title))
        self.courier.post(sender, [action(sender, "mark_seen"), action(sender, "typing_on")])
        message = IncomingMessage(
            text=said.text,
            sender_id=sender,
            channel=self.name,
            message_id=f"{said.id}-{digest(said.text)}" if said.id else None,
            metadata=said.metadata,
        )
        try:
            await accept(handle, message, self.output, PATIENCE)
        finally:
            self.courier.post(sender, [action(sender, "typing_off")])
        await self.courier.settled(sender, DELIVERY)
