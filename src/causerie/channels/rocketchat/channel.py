"""The Rocket.Chat channel: ``/webhooks/rocketchat/webhook``."""

from __future__ import annotations

from typing import Any

from sanic import Blueprint, HTTPResponse, Request
from sanic import empty as empty_response

from causerie.channels.delivery.call import Call
from causerie.channels.delivery.courier import Courier
from causerie.channels.describing import JSON, described
from causerie.channels.receiving.accepting import accept
from causerie.channels.receiving.blueprints import channel_blueprint
from causerie.channels.receiving.reading import a_text, json_object
from causerie.channels.receiving.signatures import digest, same
from causerie.channels.rocketchat.platform import make_platform
from causerie.channels.rocketchat.reading import is_livechat, read_delivery
from causerie.channels.rocketchat.rendering import calls_of
from causerie.channels.rocketchat.settings import RocketChatSettings
from causerie.errors import RequestError
from causerie.ports import BotMessage, Handler, IncomingMessage

#: Rocket.Chat gives Livechat's webhook five seconds unless it is set up otherwise.
PATIENCE = 4.0
LIVECHAT_HEADER = "x-rocketchat-livechat-token"


class RocketChatOutput:
    """A conversation's id is the room's."""

    name = "rocketchat"

    def __init__(self, courier: Courier, shows_cards: bool) -> None:
        self.courier = courier
        self.shows_cards = shows_cards

    async def send(self, recipient_id: str, message: BotMessage) -> None:
        self.courier.post(recipient_id, calls_of(message, recipient_id, self.shows_cards))

    def forget(self, conversation: str) -> None:
        """Erase what waits for delivery."""
        self.courier.forget(conversation)


class RocketChatInput:
    name = "rocketchat"

    def __init__(self, settings: RocketChatSettings) -> None:
        self.settings = settings
        self.courier = Courier(self.name, make_platform(settings))
        self.output = RocketChatOutput(self.courier, settings.shows_cards)

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> RocketChatInput:
        return cls(RocketChatSettings.read(credentials))

    async def check_platform(self) -> str:
        """Raises PlatformError."""
        try:
            found = await self.courier.platform.ask(Call("/api/v1/me", method="GET"))
        finally:
            await self.courier.platform.close()
        return f"Rocket.Chat knows the bot as '{found.field('username') or self.settings.user}'"

    def blueprint(self, handle: Handler) -> Blueprint:
        blueprint = channel_blueprint(self.name, self.courier)

        @described("Whether the webhook is there.", {200: {}})
        async def look(request: Request) -> HTTPResponse:
            return empty_response(200)

        @described(
            "What Rocket.Chat delivers.", {200: {}}, bodies={JSON: {"type": "object"}}, fails=(400, 403)
        )
        async def receive(request: Request) -> HTTPResponse:
            if request.body and (body := json_object(request)):
                self.check(request, body)
                for said in read_delivery(body, self.settings.user, self.settings.answers_edits):
                    message = IncomingMessage(
                        text=said.text,
                        sender_id=said.room,
                        channel=self.name,
                        message_id=f"{said.id}-{digest(said.text)}" if said.id else None,
                        metadata=said.metadata,
                    )
                    await accept(handle, message, self.output, PATIENCE)
            return empty_response(200)

        blueprint.add_route(look, "/webhook", methods=["GET"])
        blueprint.add_route(receive, "/webhook", methods=["POST"])
        return blueprint

    def check(self, request: Request, body: dict[str, Any]) -> None:
        """Raises RequestError 403. Where one token is set, deliveries of the other kind need theirs too."""
        tokens, livechat = self.settings.webhook_tokens, self.settings.livechat_token
        if not tokens and livechat is None:
            return
        if is_livechat(body):
            key, is_right = "livechat_token", same(livechat or "", request.headers.get(LIVECHAT_HEADER))
            is_right = is_right and livechat is not None
        else:
            given = a_text(body, "token")
            key, is_right = "webhook_token", any(same(token, given) for token in tokens)
        if not is_right:
            raise RequestError(
                403, "NotAuthorized", f"The delivery does not carry the '{key}' of credentials.yml."
            )
