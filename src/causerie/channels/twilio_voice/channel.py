"""The channel for phone calls: ``/webhooks/twilio_voice/webhook``."""

from __future__ import annotations

from typing import Any

from sanic import HTTPResponse, Request
from sanic.blueprints import Blueprint

from causerie.channels.describing import WORDS, described
from causerie.channels.receiving.blueprints import channel_blueprint
from causerie.channels.receiving.signatures import digest
from causerie.channels.twilio.signature import fields_of, is_signed
from causerie.channels.twilio_voice.rendering import HANGS_UP, as_twiml, spoken
from causerie.channels.twilio_voice.settings import VoiceSettings
from causerie.dialogue.events import BotUttered, UserUttered
from causerie.errors import RequestError
from causerie.ports import BotMessage, ConversationAccess, Handler, IncomingMessage

FORM = "application/x-www-form-urlencoded"
#: The same for a request that Twilio makes again.
DELIVERY = "i-twilio-idempotency-token"
ENDED = ("completed", "busy", "failed", "no-answer", "canceled")


class VoiceCollector:
    """What is said in one turn."""

    name = "twilio_voice"

    def __init__(self) -> None:
        self.texts: list[str] = []

    async def send(self, recipient_id: str, message: BotMessage) -> None:
        self.texts += spoken(message)


class TwilioVoiceInput:
    name = "twilio_voice"

    def __init__(self, settings: VoiceSettings) -> None:
        self.settings = settings
        self._access: ConversationAccess | None = None

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> TwilioVoiceInput:
        return cls(VoiceSettings.read(credentials))

    def use(self, access: ConversationAccess) -> None:
        self._access = access

    def blueprint(self, handle: Handler) -> Blueprint:
        blueprint = channel_blueprint(self.name)

        @described(
            "A call, or what the caller said.",
            {200: {"text/xml": WORDS}},
            bodies={FORM: {"type": "object"}},
            fails=(403,),
        )
        async def receive(request: Request) -> HTTPResponse:
            fields = fields_of(request)
            self.check(request, fields)
            twiml = await self.answer(dict(fields), handle, request.path, request.headers.get(DELIVERY))
            return HTTPResponse(twiml, content_type="text/xml")

        blueprint.add_route(receive, "/webhook", methods=["POST"])
        return blueprint

    def check(self, request: Request, fields: list[tuple[str, str]]) -> None:
        """Raises RequestError 403 for what is not from Twilio, where 'auth_token' is set."""
        token = self.settings.auth_token
        if token is not None and not is_signed(request, fields, token, self.settings.webhook_url):
            raise RequestError(
                403,
                "NotAuthorized",
                "The request is not signed with the 'auth_token' of credentials.yml. If it comes from Twilio, "
                "set 'webhook_url' to the address that Twilio was given.",
            )

    async def answer(
        self, form: dict[str, str], handle: Handler, path: str, delivery: str | None = None
    ) -> str:
        """TwiML. A caller who says nothing hears the last words again, and so does Twilio when it asks again."""
        if form.get("CallStatus") in ENDED:
            return HANGS_UP
        if not form:
            return as_twiml([self.settings.reprompt], self.settings, path)
        sender = form.get("From") or (form.get("CallSid") if "From" in form else None) or "default"
        text = form.get("SpeechResult") or form.get("Digits") or ""
        if not text and form.get("CallStatus") == "ringing":
            text = self.settings.initial_prompt
        if not text:
            return as_twiml(await self._last_words(sender) or [self.settings.reprompt], self.settings, path)
        collector = VoiceCollector()
        message_id = f"{delivery}-{digest(text)}" if delivery else None
        await handle(IncomingMessage(text, sender, self.name, message_id), collector)
        return as_twiml(collector.texts or await self._last_words(sender), self.settings, path)

    async def _last_words(self, sender: str) -> list[str]:
        """All that the bot said after the user's last message."""
        texts: list[str] = []
        if self._access is not None:
            for event in reversed((await self._access.read(sender)).events):
                if isinstance(event, UserUttered):
                    break
                if isinstance(event, BotUttered):
                    texts = spoken(BotMessage(event.text, event.data)) + texts
        return texts
