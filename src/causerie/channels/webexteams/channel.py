"""The Webex channel: ``/webhooks/webexteams/webhook``."""

from __future__ import annotations

from typing import Any

from sanic import Blueprint, HTTPResponse, Request
from sanic import empty as empty_response
from sanic import text as text_response

from causerie.channels.delivery.call import Call
from causerie.channels.delivery.courier import Courier
from causerie.channels.delivery.platform import Platform
from causerie.channels.describing import JSON, TEXT, WORDS, described
from causerie.channels.receiving.accepting import accept
from causerie.channels.receiving.blueprints import channel_blueprint
from causerie.channels.receiving.reading import a_text, json_object
from causerie.channels.receiving.signatures import digest, hex_of, same
from causerie.channels.webexteams.fetching import Fetcher
from causerie.channels.webexteams.reading import read_card, read_message, read_notice
from causerie.channels.webexteams.rendering import calls_of
from causerie.channels.webexteams.settings import WebexSettings
from causerie.errors import RequestError
from causerie.ports import BotMessage, Handler, IncomingMessage

PATIENCE = 10.0


class WebexOutput:
    """A conversation's id is the room's, unless all answers go to one."""

    name = "webexteams"

    def __init__(self, courier: Courier, settings: WebexSettings) -> None:
        self.courier = courier
        self.settings = settings

    async def send(self, recipient_id: str, message: BotMessage) -> None:
        room = self.settings.room or recipient_id
        self.courier.post(recipient_id, calls_of(message, room, self.settings.shows_cards))

    def forget(self, conversation: str) -> None:
        """Erase what waits for delivery."""
        self.courier.forget(conversation)


class WebexInput:
    name = "webexteams"

    def __init__(self, settings: WebexSettings) -> None:
        self.settings = settings
        headers = {"Authorization": f"Bearer {settings.token}"}
        platform = Platform("Webex", settings.base_url, headers)
        self.fetcher = Fetcher(platform)
        self.courier = Courier(self.name, platform)
        self.output = WebexOutput(self.courier, settings)

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> WebexInput:
        return cls(WebexSettings.read(credentials))

    async def check_platform(self) -> str:
        """Raises PlatformError."""
        try:
            found = await self.courier.platform.ask(Call("/people/me", method="GET"))
        finally:
            await self.courier.platform.close()
        return f"Webex knows the bot as '{found.field('displayName') or found.field('id')}'"

    def blueprint(self, handle: Handler) -> Blueprint:
        blueprint = channel_blueprint(self.name, self.courier)

        @described(
            "That there is a message, or a submitted card.",
            {200: {TEXT: WORDS}},
            bodies={JSON: {"type": "object"}},
            fails=(400, 403, 503),
        )
        async def receive(request: Request) -> HTTPResponse:
            self.check(request)
            return await self.answer(json_object(request), handle)

        blueprint.add_route(receive, "/webhook", methods=["POST"])
        return blueprint

    def check(self, request: Request) -> None:
        """Raises RequestError 403 for a wrong signature, where 'secret' is set."""
        secret = self.settings.secret
        if secret is not None:
            expected = hex_of(secret, request.body, "sha1")
            if not same(expected, request.headers.get("x-spark-signature")):
                raise RequestError(
                    403, "NotAuthorized", "The request is not signed with the 'secret' of credentials.yml."
                )

    async def answer(self, body: dict[str, Any], handle: Handler) -> HTTPResponse:
        notice = read_notice(body)
        if notice is None:
            return empty_response(200)
        found = await self.fetcher.fetch(notice.path)
        if found is None:
            return empty_response(200)
        own_id = await self.fetcher.me()
        if (a_text(found, "personId") or notice.person) == own_id:
            return text_response("OK")
        said = read_card(found) if notice.is_card else read_message(found, own_id)
        if said is not None:
            message = IncomingMessage(
                text=said.text,
                sender_id=said.room,
                channel=self.name,
                message_id=f"{notice.id}-{digest(said.text)}",
                metadata=said.metadata,
            )
            await accept(handle, message, self.output, PATIENCE)
        return empty_response(200)
