"""The Messenger channel: ``/webhooks/facebook/webhook``."""

from __future__ import annotations

import logging
from typing import Any

from sanic import HTTPResponse, Request
from sanic import text as text_response
from sanic.blueprints import Blueprint

from causerie.channels.delivery.courier import Courier
from causerie.channels.delivery.platform import Platform
from causerie.channels.describing import JSON, TEXT, WORDS, Query, described
from causerie.channels.facebook.reading import Liked, Said, read_delivery
from causerie.channels.facebook.rendering import action, calls_of
from causerie.channels.facebook.settings import FacebookSettings
from causerie.channels.receiving.accepting import accept
from causerie.channels.receiving.blueprints import channel_blueprint
from causerie.channels.receiving.reading import json_object
from causerie.channels.receiving.signatures import digest, hex_of, same
from causerie.dialogue.events import FeedbackGiven
from causerie.errors import CauserieError, RequestError
from causerie.ports import BotMessage, ConversationAccess, Handler, IncomingMessage

log = logging.getLogger(__name__)
#: Messenger waits for twenty seconds: for the turn, and for what is said to be on its way.
PATIENCE, DELIVERY = 12.0, 5.0
QUESTIONS = tuple(Query(f"hub.{name}", WORDS) for name in ("mode", "verify_token", "challenge"))


class FacebookOutput:
    name = "facebook"

    def __init__(self, courier: Courier) -> None:
        self.courier = courier

    async def send(self, recipient_id: str, message: BotMessage) -> None:
        self.courier.post(recipient_id, calls_of(message, recipient_id))


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

    def blueprint(self, handle: Handler) -> Blueprint:
        blueprint = channel_blueprint(self.name, self.courier)

        @described("The webhook's verification.", {200: {TEXT: WORDS}}, QUESTIONS, fails=(400, 403))
        async def verify(request: Request) -> HTTPResponse:
            if not same(self.settings.verify, request.args.get("hub.verify_token")):
                return text_response("failure, invalid token", status=403)
            challenge = request.args.get("hub.challenge")
            if challenge is None:
                raise RequestError(
                    400, "BadRequest", "'hub.challenge' is missing.", {"parameter": "hub.challenge"}
                )
            return text_response(challenge)

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
            for found in read_delivery(json_object(request)):
                if isinstance(found, Said):
                    await self._answer(found, handle)
                else:
                    await self._note(found)
            return text_response("success")

        blueprint.add_route(verify, "/webhook", methods=["GET"])
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

    async def _note(self, liked: Liked) -> None:
        if self._access is not None:
            try:
                await self._access.append(
                    liked.sender, [FeedbackGiven(message=liked.message, value=liked.value)]
                )
            except CauserieError as error:
                log.info("A reaction of %s was not kept: %s", liked.sender, error)
