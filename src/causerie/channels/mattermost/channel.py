"""The Mattermost channel: ``/webhooks/mattermost/webhook``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sanic import Blueprint, HTTPResponse, Request
from sanic import empty as empty_response
from sanic import json as json_response
from sanic import text as text_response

from causerie.channels.delivery.call import Call
from causerie.channels.delivery.courier import Courier
from causerie.channels.delivery.places import Places
from causerie.channels.delivery.platform import Platform
from causerie.channels.describing import JSON, TEXT, WORDS, described
from causerie.channels.mattermost.output import Bot, MattermostOutput
from causerie.channels.mattermost.reading import Said, is_own, read_body
from causerie.channels.mattermost.rendering import typing
from causerie.channels.mattermost.settings import MattermostSettings
from causerie.channels.receiving.accepting import accept
from causerie.channels.receiving.blueprints import channel_blueprint
from causerie.channels.receiving.reading import a_text, at, json_object
from causerie.channels.receiving.signatures import digest, same
from causerie.errors import RequestError
from causerie.ports import Handler, IncomingMessage

FORM = "application/x-www-form-urlencoded"
#: Mattermost waits for thirty seconds.
PATIENCE = 25.0


class MattermostInput:
    name = "mattermost"

    def __init__(self, settings: MattermostSettings) -> None:
        self.settings = settings
        headers = {"Authorization": f"Bearer {settings.token}"}
        self.courier = Courier(self.name, Platform("Mattermost", settings.base_url, headers))
        self.bot = Bot(settings, self.courier, Places(self.name))
        self.output = MattermostOutput(self.bot)

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> MattermostInput:
        return cls(MattermostSettings.read(credentials))

    def use_folder(self, folder: Path) -> None:
        self.bot.places.file = folder / "places.db"

    async def check_platform(self) -> str:
        """Raises PlatformError."""
        try:
            found = await self.courier.platform.ask(Call("/users/me", method="GET"))
        finally:
            await self.courier.platform.close()
        return f"Mattermost knows the bot as '{found.field('username') or found.field('id')}'"

    def blueprint(self, handle: Handler) -> Blueprint:
        blueprint = channel_blueprint(self.name, self.courier)

        @described(
            "What Mattermost delivers: a message, a slash command, or a press of a button.",
            {200: {TEXT: WORDS}},
            bodies={JSON: {"type": "object"}, FORM: {"type": "object"}},
            fails=(400, 403),
        )
        async def receive(request: Request) -> HTTPResponse:
            body = body_of(request)
            if not body:
                return empty_response(200)
            said = read_body(body)
            if said is None:
                return text_response("success")
            self.check(said, body)
            if not await self.is_own(said, body):
                await self.answer(said, handle)
            if said.kind == "command":
                return empty_response(200)  # a text would be shown to the user
            if said.kind == "press" and self.settings.acknowledges:
                return json_response({})
            return text_response("success")

        blueprint.add_route(receive, "/webhook", methods=["POST"])
        return blueprint

    def check(self, said: Said, body: dict[str, Any]) -> None:
        """Raises RequestError 403 for a wrong token, where 'webhook_token' is set."""
        if not self.settings.webhook_tokens:
            return
        if said.kind == "press":
            is_right = same(self.settings.proof or "", a_text(at(body, "context", "proof")))
        else:
            given = a_text(body, "token")
            is_right = any(same(token, given) for token in self.settings.webhook_tokens)
        if not is_right:
            raise RequestError(
                403, "NotAuthorized", "The request does not carry a 'webhook_token' of credentials.yml."
            )

    async def is_own(self, said: Said, body: dict[str, Any]) -> bool:
        """Whether the bot hears itself. A webhook without trigger words sends it all that it says."""
        if said.kind != "message":
            return False
        if is_own(body) or said.user == self.bot.own_id:
            return True
        return not body["trigger_word"] and self.bot.own_id is None and await self.bot.is_me(said.user)

    async def answer(self, said: Said, handle: Handler) -> None:
        self.bot.places.remember(said.user, {"channel": said.channel})
        if self.settings.types:
            self.courier.post(said.user, [typing(said.channel)])
        message = IncomingMessage(
            text=said.text,
            sender_id=said.user,
            channel=self.name,
            message_id=f"{said.id}-{digest(said.text)}" if said.id else None,
            metadata=said.metadata,
        )
        await accept(handle, message, MattermostOutput(self.bot, said.channel), PATIENCE)


def body_of(request: Request) -> dict[str, Any]:
    """JSON or a form, as the webhook was made in Mattermost; slash commands are always forms."""
    if (request.content_type or "").startswith(FORM):
        return {key: values[0] for key, values in (request.form or {}).items()}
    return json_object(request) if request.body else {}
