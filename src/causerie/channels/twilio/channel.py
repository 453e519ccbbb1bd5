"""The Twilio channel: ``/webhooks/twilio/webhook``."""

from __future__ import annotations

from typing import Any

from sanic import HTTPResponse, Request
from sanic import empty as empty_response
from sanic.blueprints import Blueprint

from causerie.channels.delivery.call import Call
from causerie.channels.delivery.courier import Courier
from causerie.channels.delivery.platform import Platform
from causerie.channels.describing import described
from causerie.channels.receiving.accepting import accept
from causerie.channels.receiving.blueprints import channel_blueprint
from causerie.channels.twilio.reading import message_of
from causerie.channels.twilio.rendering import calls_of
from causerie.channels.twilio.settings import TwilioSettings
from causerie.channels.twilio.signature import fields_of, is_signed
from causerie.errors import RequestError
from causerie.ports import BotMessage, Handler

#: Twilio waits for fifteen seconds.
PATIENCE = 12.0
FORM = "application/x-www-form-urlencoded"


class TwilioOutput:
    name = "twilio"

    def __init__(self, courier: Courier, settings: TwilioSettings) -> None:
        self.courier = courier
        self.settings = settings

    async def send(self, recipient_id: str, message: BotMessage) -> None:
        calls = calls_of(message, recipient_id, self.settings.account, self.settings.number)
        self.courier.post(recipient_id, calls)

    def forget(self, conversation: str) -> None:
        """Erase what waits for delivery."""
        self.courier.forget(conversation)


class TwilioInput:
    name = "twilio"

    def __init__(self, settings: TwilioSettings) -> None:
        self.settings = settings
        platform = Platform("Twilio", settings.base_url, auth=(settings.account, settings.token))
        self.courier = Courier(self.name, platform)
        self.output = TwilioOutput(self.courier, settings)

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> TwilioInput:
        return cls(TwilioSettings.read(credentials))

    async def check_platform(self) -> str:
        """Raises PlatformError."""
        try:
            found = await self.courier.platform.ask(
                Call(f"/2010-04-01/Accounts/{self.settings.account}.json", method="GET")
            )
        finally:
            await self.courier.platform.close()
        return f"Twilio knows the account '{found.field('friendly_name') or self.settings.account}'"

    def blueprint(self, handle: Handler) -> Blueprint:
        blueprint = channel_blueprint(self.name, self.courier)

        @described(
            "A message, by SMS or WhatsApp.", {204: {}}, bodies={FORM: {"type": "object"}}, fails=(403,)
        )
        async def receive(request: Request) -> HTTPResponse:
            fields = fields_of(request)
            form = dict(fields)
            if not form.get("From"):
                return empty_response()
            self.check(request, fields, form)
            message = message_of(form, self.settings.takes_files)
            if message is not None:
                await accept(handle, message, self.output, PATIENCE)
            return empty_response()

        blueprint.add_route(receive, "/webhook", methods=["POST"])
        return blueprint

    def check(self, request: Request, fields: list[tuple[str, str]], form: dict[str, str]) -> None:
        """Raises RequestError 403 for what is not from Twilio, or for another account."""
        if not is_signed(request, fields, self.settings.token, self.settings.webhook_url):
            raise RequestError(
                403,
                "NotAuthorized",
                "The request is not signed with the 'auth_token' of credentials.yml. If it comes from Twilio, "
                "set 'webhook_url' to the address that Twilio was given.",
            )
        if form.get("AccountSid", self.settings.account) != self.settings.account:
            raise RequestError(403, "NotAuthorized", "The message is for another account than 'account_sid'.")
