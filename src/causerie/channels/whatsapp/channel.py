"""The WhatsApp channel: ``/webhooks/whatsapp/webhook``."""

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
from causerie.channels.receiving.accepting import accept
from causerie.channels.receiving.blueprints import channel_blueprint
from causerie.channels.receiving.feedback import note
from causerie.channels.receiving.payloads import found as payload
from causerie.channels.receiving.payloads import is_shortened
from causerie.channels.receiving.reading import json_object
from causerie.channels.receiving.signatures import digest, hex_of, same
from causerie.channels.receiving.told import Said
from causerie.channels.receiving.verification import verification
from causerie.channels.whatsapp.reading import read_delivery
from causerie.channels.whatsapp.rendering import calls_of, seen
from causerie.channels.whatsapp.settings import VERSION, WhatsAppSettings
from causerie.ports import BotMessage, ConversationAccess, Handler, IncomingMessage

log = logging.getLogger(__name__)
PATIENCE = 15.0


class WhatsAppOutput:
    name = "whatsapp"

    def __init__(self, courier: Courier, settings: WhatsAppSettings) -> None:
        self.courier = courier
        self.settings = settings

    async def send(self, recipient_id: str, message: BotMessage) -> None:
        self.courier.post(recipient_id, calls_of(message, recipient_id, self.settings))

    def forget(self, conversation: str) -> None:
        """Erase what waits for delivery."""
        self.courier.forget(conversation)


class WhatsAppInput:
    """A conversation's id is the user's number."""

    name = "whatsapp"

    def __init__(self, settings: WhatsAppSettings) -> None:
        self.settings = settings
        headers = {"Authorization": f"Bearer {settings.token}"}
        self.courier = Courier(self.name, Platform("WhatsApp", settings.base_url, headers))
        self.output = WhatsAppOutput(self.courier, settings)
        self._access: ConversationAccess | None = None

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> WhatsAppInput:
        return cls(WhatsAppSettings.read(credentials))

    def use(self, access: ConversationAccess) -> None:
        self._access = access

    async def check_platform(self) -> str:
        """Raises PlatformError."""
        try:
            found = await self.courier.platform.ask(
                Call(f"/{VERSION}/{self.settings.phone_number_id}", method="GET")
            )
        finally:
            await self.courier.platform.close()
        return f"WhatsApp knows the number {found.field('display_phone_number') or self.settings.phone_number_id}"

    def blueprint(self, handle: Handler) -> Blueprint:
        blueprint = channel_blueprint(self.name, self.courier)

        @described(
            "What WhatsApp delivers.",
            {200: {TEXT: WORDS}},
            bodies={JSON: {"type": "object"}},
            fails=(400, 403),
        )
        async def receive(request: Request) -> HTTPResponse:
            expected = "sha256=" + hex_of(self.settings.app_secret, request.body)
            if not same(expected, request.headers.get("x-hub-signature-256")):
                return text_response("not validated", status=403)
            settings = self.settings
            for item in read_delivery(
                json_object(request), settings.phone_number_id, settings.takes_files, settings.answers_edits
            ):
                if isinstance(item, Said):
                    await self._answer(item, handle)
                else:
                    await note(self._access, item.sender, item.message, item.value, item.was)
            return text_response("success")

        blueprint.add_route(verification(self.settings.verify), "/webhook", methods=["GET"], name="verify")
        blueprint.add_route(receive, "/webhook", methods=["POST"])
        return blueprint

    async def _answer(self, said: Said, handle: Handler) -> None:
        if said.title is not None and is_shortened(said.text):
            said = replace(said, text=await payload(self._access, said.sender, said.text, said.title))
        if self.settings.types:
            self.courier.post(said.sender, [seen(said.id, self.settings)])
        message = IncomingMessage(
            text=said.text,
            sender_id=said.sender,
            channel=self.name,
            message_id=f"{said.id}-{digest(said.text)}",
            metadata=said.metadata,
        )
        await accept(handle, message, self.output, PATIENCE)
