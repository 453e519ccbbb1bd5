"""The Telegram channel: ``/webhooks/telegram/webhook``, or long polling."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from sanic import Blueprint, HTTPResponse, Request
from sanic import text as text_response

from causerie.channels.delivery.call import Call
from causerie.channels.delivery.courier import Courier
from causerie.channels.describing import JSON, TEXT, WORDS, described
from causerie.channels.receiving.blueprints import channel_blueprint
from causerie.channels.receiving.reading import a_text, read_json
from causerie.channels.receiving.signatures import same
from causerie.channels.telegram.output import TelegramOutput
from causerie.channels.telegram.platform import make_platform
from causerie.channels.telegram.polling import Polling
from causerie.channels.telegram.reading import UPDATES, unpacked
from causerie.channels.telegram.settings import TelegramSettings
from causerie.channels.telegram.taking import Taker
from causerie.errors import PlatformError, RequestError
from causerie.ports import ConversationAccess, Handler

log = logging.getLogger(__name__)
#: How long the start waits for Telegram to hear of the webhook, in seconds; then that goes on beside it.
START = 3.0
SECRET_HEADER = "x-telegram-bot-api-secret-token"


class TelegramInput:
    name = "telegram"

    def __init__(self, settings: TelegramSettings) -> None:
        self.settings = settings
        self.platform = make_platform(settings)
        self.courier = Courier(self.name, self.platform)
        self.output = TelegramOutput(self.courier)
        self.taker = Taker(settings, self.courier)
        self._user_name: str | None = None
        self._task: asyncio.Task[None] | None = None

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> TelegramInput:
        return cls(TelegramSettings.read(credentials))

    def use(self, access: ConversationAccess) -> None:
        self.taker.access = access

    def blueprint(self, handle: Handler) -> Blueprint:
        self.taker.handle = handle
        blueprint = channel_blueprint(self.name, self.courier)

        @described("Tell Telegram where updates go.", {200: {TEXT: WORDS}}, fails=(502,))
        async def set_webhook(request: Request) -> HTTPResponse:
            try:
                await self.set_webhook()
            except PlatformError as error:
                raise RequestError(502, "InvalidWebhook", f"Invalid webhook. {error}") from error
            return text_response("Webhook setup successful")

        @described("An update.", {200: {TEXT: WORDS}}, bodies={JSON: {"type": "object"}}, fails=(400, 403))
        async def receive(request: Request) -> HTTPResponse:
            self.check(request)
            update = unpacked(read_json(request.body))
            if not isinstance(update, dict):
                raise RequestError(
                    400, "BadRequest", f"The body must be a JSON object; found {type(update).__name__}."
                )
            if not await self.is_for_us():
                return text_response("failed")
            await self.taker.take(update)
            return text_response("success")

        blueprint.add_route(set_webhook, "/set_webhook", methods=["GET", "POST"])
        blueprint.add_route(receive, "/webhook", methods=["POST"])

        @blueprint.before_server_start
        async def announce(app: Any) -> None:
            if not self.settings.polls:
                self._task = asyncio.create_task(self._announce())
                await asyncio.wait([self._task], timeout=START)

        @blueprint.after_server_start
        async def start(app: Any) -> None:
            if self.settings.polls:
                self._task = asyncio.create_task(Polling(self.settings, self.taker.take).run())

        @blueprint.before_server_stop
        async def stop(app: Any) -> None:
            if self._task is not None:
                self._task.cancel()
                await asyncio.gather(self._task, return_exceptions=True)

        return blueprint

    async def check_platform(self) -> str:
        """Who the bot is, and whether Telegram delivers where it should; raises PlatformError."""
        try:
            name = a_text((await self.platform.ask(Call("/getMe"))).body, "result", "username")
            if not self.settings.polls and name != self.settings.bot:
                raise PlatformError(
                    f"The token is that of '{name}', but 'verify' in credentials.yml says '{self.settings.bot}'.",
                    is_final=True,
                )
            hook = (await self.platform.ask(Call("/getWebhookInfo"))).body
        finally:
            await self.platform.close()
        url, error = a_text(hook, "result", "url"), a_text(hook, "result", "last_error_message")
        told = [f"Telegram knows the bot as @{name}"]
        if not self.settings.polls and url != self.settings.webhook_url:
            told.append(f"it delivers to {url or 'nowhere'} until the server starts")
        if error:
            told.append(f"its last delivery failed: {error}")
        return "; ".join(told)

    def check(self, request: Request) -> None:
        """Raises RequestError 403 for an update without the secret that Telegram was given."""
        secret = self.settings.secret_token
        if secret is not None and not same(secret, request.headers.get(SECRET_HEADER)):
            raise RequestError(403, "NotAuthorized", "The update does not carry the webhook's secret token.")

    async def is_for_us(self) -> bool:
        """Whether the token is that of the bot in ``verify``; asked once. True while Telegram can't be asked."""
        if self._user_name is None:
            self._user_name = await self.platform.user_name()
        return self._user_name is None or self._user_name == self.settings.bot or self.settings.polls

    async def set_webhook(self) -> None:
        """Raises PlatformError."""
        body: dict[str, Any] = {"url": self.settings.webhook_url}
        if self.settings.secret_token is not None:
            body["secret_token"] = self.settings.secret_token
        if self.settings.takes_files:
            body["allowed_updates"] = UPDATES
        await self.platform.ask(Call("/setWebhook", json=body))

    async def _announce(self) -> None:
        """Tell Telegram the webhook, again and again until it listens."""
        pause = 1.0
        while True:
            try:
                await self.set_webhook()
                return
            except PlatformError as error:
                log.warning("The webhook is not set: %s", error)
                if error.is_final:
                    return
                await asyncio.sleep(error.wait if error.wait is not None else pause)
                pause = min(pause * 2, 60.0)
