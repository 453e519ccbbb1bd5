"""The Slack channel: ``/webhooks/slack/webhook``, or a socket that Slack is asked for."""

from __future__ import annotations

import asyncio
import logging
from typing import Any
from urllib.parse import parse_qs

from sanic import Blueprint, HTTPResponse, Request
from sanic import json as json_response
from sanic import text as text_response

from causerie.channels.delivery.call import Call
from causerie.channels.delivery.courier import Courier
from causerie.channels.describing import JSON, TEXT, WORDS, described
from causerie.channels.receiving.accepting import accept
from causerie.channels.receiving.blueprints import channel_blueprint
from causerie.channels.receiving.feedback import note
from causerie.channels.receiving.payloads import found as payload
from causerie.channels.receiving.payloads import is_shortened
from causerie.channels.receiving.reading import json_object, read_json
from causerie.channels.receiving.signatures import digest, hex_of, is_recent, same
from causerie.channels.slack.events import of_event
from causerie.channels.slack.heard import NOTHING, Heard, Ignored, Reacted, Told
from causerie.channels.slack.interactions import of_command, of_interaction
from causerie.channels.slack.output import SlackOutput, conversation_of
from causerie.channels.slack.platform import make_platform
from causerie.channels.slack.settings import SlackSettings
from causerie.channels.slack.socket_mode import SocketMode
from causerie.errors import RequestError
from causerie.ports import ConversationAccess, Handler, IncomingMessage

log = logging.getLogger(__name__)
UNSIGNED = "Message is not properly signed with a valid X-Slack-Signature header"
FORM = "application/x-www-form-urlencoded"
#: Slack waits for three seconds.
PATIENCE = 2.0


class SlackInput:
    """One courier carries all that is said; ``output`` is for what the bot says by itself."""

    name = "slack"

    def __init__(self, settings: SlackSettings) -> None:
        self.settings = settings
        self.courier = Courier(self.name, make_platform(settings))
        self.output = SlackOutput(self.courier, settings)
        self._access: ConversationAccess | None = None
        self._socket: asyncio.Task[None] | None = None

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> SlackInput:
        return cls(SlackSettings.read(credentials))

    def use(self, access: ConversationAccess) -> None:
        self._access = access

    def blueprint(self, handle: Handler) -> Blueprint:
        blueprint = channel_blueprint(self.name, self.courier)

        @described(
            "What Slack delivers: events, presses of buttons, commands.",
            {200: {TEXT: WORDS, JSON: WORDS}, 201: {}},
            bodies={JSON: {"type": "object"}, FORM: {"type": "object"}},
            fails=(400,),
        )
        async def receive(request: Request) -> HTTPResponse:
            if not self.is_signed(request):
                return text_response(UNSIGNED, status=400)
            kind = (request.headers.get("content-type") or "").split(";")[0].strip().lower()
            if kind == "application/json":
                body = json_object(request)
                if "challenge" in body:
                    return json_response(str(body["challenge"]))
                told = of_event(body, self.settings)
            elif kind == FORM:
                told = self.of_form(request)
            else:
                return text_response(NOTHING)
            if isinstance(told, Heard) and self.is_ignored_retry(request):
                return HTTPResponse(status=201, headers={"X-Slack-No-Retry": "1"})
            return text_response(await self.take(told, handle))

        blueprint.add_route(receive, "/webhook", methods=["GET", "POST"])

        @blueprint.after_server_start
        async def start(app: Any) -> None:
            if self.settings.app_token is not None:
                mode = SocketMode(self.settings, lambda told: self.take(told, handle))
                self._socket = asyncio.create_task(mode.run())

        @blueprint.before_server_stop
        async def stop(app: Any) -> None:
            if self._socket is not None:
                self._socket.cancel()
                await asyncio.gather(self._socket, return_exceptions=True)

        return blueprint

    async def check_platform(self) -> str:
        """Who the bot is on Slack; raises PlatformError."""
        try:
            found = await self.courier.platform.ask(Call("/auth.test"))
            if self.settings.app_token is not None:
                await SocketMode(self.settings, lambda told: self.take(told, _nobody)).check()
        finally:
            await self.courier.platform.close()
        return f"Slack knows the bot as {found.field('user') or found.field('user_id')} of {found.field('team') or 'its team'}"

    async def take(self, told: Told, handle: Handler) -> str:
        """Do what was told; returns what Slack is answered."""
        match told:
            case Ignored(answer):
                return answer
            case Reacted():
                granularity = self.settings.granularity
                conversation = conversation_of(told.user, told.channel, told.message, granularity)
                await note(self._access, conversation, f"{told.channel}:{told.message}", told.value, told.was)
                return NOTHING
            case Heard():
                conversation = conversation_of(
                    told.user, told.channel, told.thread, self.settings.granularity
                )
                text = told.text
                if told.title is not None and is_shortened(text):
                    text = await payload(self._access, conversation, text, told.title)
                message = IncomingMessage(
                    text=text,
                    sender_id=conversation,
                    channel=self.name,
                    message_id=f"{told.id}-{digest(text)}" if told.id else None,
                    metadata=told.metadata(),
                )
                await accept(handle, message, SlackOutput(self.courier, self.settings, told), PATIENCE)
                return ""

    def is_signed(self, request: Request) -> bool:
        """By the signing secret, over the raw body, at most five minutes ago."""
        stamp = request.headers.get("x-slack-request-timestamp")
        if not self.settings.signing_secret or not is_recent(stamp):
            return False
        signed = b"v0:" + (stamp or "").encode() + b":" + request.body
        return same(
            "v0=" + hex_of(self.settings.signing_secret, signed), request.headers.get("x-slack-signature")
        )

    def is_ignored_retry(self, request: Request) -> bool:
        """Whether Slack says that it delivered this before, for a reason that means it arrived."""
        number = request.headers.get(self.settings.retry_number_header)
        return (
            number is not None
            and request.headers.get(self.settings.retry_reason_header) in self.settings.ignored_retries
        )

    def of_form(self, request: Request) -> Told:
        """Raises RequestError 400."""
        fields = {key: values[0] for key, values in parse_qs(request.body.decode(errors="replace")).items()}
        if "command" in fields:
            return of_command(fields)
        payload = read_json(fields.get("payload", "").encode())
        if not isinstance(payload, dict):
            raise RequestError(400, "BadRequest", "The form needs a 'payload' with a JSON object.")
        return of_interaction(payload)


async def _nobody(message: IncomingMessage, output: Any) -> None:
    """Handles nothing."""
