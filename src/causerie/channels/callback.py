"""The callback channel: as REST, but what the bot says is posted to a URL."""

from __future__ import annotations

import ssl
from dataclasses import dataclass, replace
from typing import Any

from sanic import Blueprint, HTTPResponse, Request
from sanic import text as text_response

from causerie.channels.collecting import pieces
from causerie.channels.delivery.call import Call
from causerie.channels.delivery.courier import Courier
from causerie.channels.delivery.platform import Platform, Reply
from causerie.channels.describing import JSON, TEXT, WORDS, described
from causerie.channels.receiving.blueprints import channel_blueprint
from causerie.channels.receiving.credentials import Credentials
from causerie.channels.rest import MESSAGE, NO_MESSAGE, incoming
from causerie.errors import PlatformError
from causerie.ports import BotMessage, Handler

PATIENCE = 30.0
DELIVERY = 10.0
"""So long a webhook waits until the turn's messages are posted."""
KEYS = ("url", "token", "token_name", "basic_auth", "params", "headers", "cafile", "retry")


@dataclass(slots=True)
class Receiver(Platform):
    """Whoever gets what the bot says. ``is_patient``: what it answers with an error is posted again."""

    is_patient: bool = False

    def failed(self, reply: Reply, what: str, wait: float | None = None) -> PlatformError:
        error = Platform.failed(self, reply, what, wait)
        if not self.is_patient:
            error.is_final = True
        return error


@dataclass(slots=True)
class CallbackOutput:
    """Posts each piece of a message as JSON, in order."""

    courier: Courier
    name: str = "callback"

    async def send(self, recipient_id: str, message: BotMessage) -> None:
        self.courier.post(recipient_id, [Call("", json=piece) for piece in pieces(recipient_id, message)])

    def forget(self, conversation: str) -> None:
        """Erase what waits for delivery."""
        self.courier.forget(conversation)


class CallbackInput:
    """``POST /webhooks/callback/webhook`` with ``{"sender": …, "message": …}``."""

    name = "callback"

    def __init__(self, receiver: Receiver) -> None:
        self.courier = Courier(self.name, receiver)
        self.output = CallbackOutput(self.courier)

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> CallbackInput:
        """Raises ComponentError."""
        read = Credentials("callback", credentials, KEYS)
        read.required("url", "where to post what the bot says, such as https://shop.example/bot")
        params = {str(key): str(value) for key, value in read.mapping("params").items()}
        if read.given.get("token"):
            params[read.text("token_name", "token")] = read.required("token", "sent as a query parameter")
        return cls(
            Receiver(
                "The receiver of callbacks",
                _url(read),
                headers={str(key): str(value) for key, value in read.mapping("headers").items()},
                query=params,
                auth=_basic(read),
                verify=_authorities(read),
                patience=PATIENCE,
                is_patient=read.flag("retry"),
            )
        )

    def blueprint(self, handle: Handler) -> Blueprint:
        blueprint = channel_blueprint(self.name, self.courier)

        @blueprint.post("/webhook")
        @described(
            "A message of the user; what the bot says is posted to the URL of credentials.yml.",
            {200: {TEXT: WORDS}},
            bodies={JSON: MESSAGE},
        )
        async def receive(request: Request) -> HTTPResponse:
            message = incoming(request, self.name)
            if message is None:
                return text_response("success", headers=NO_MESSAGE)
            await handle(replace(message, channel=self.name), self.output)
            await self.courier.settled(message.sender_id, DELIVERY)
            return text_response("success")

        return blueprint


def _url(read: Credentials) -> str:
    """As it was given: a slash at the end may matter."""
    read.url("url")
    return read.text("url")


def _basic(read: Credentials) -> tuple[str, str] | None:
    given = read.mapping("basic_auth")
    if not given:
        return None
    name, password = given.get("username"), given.get("password")
    if not isinstance(name, str | int) or not isinstance(password, str | int):
        raise read.wrong("basic_auth", "a 'username' and a 'password'", sorted(map(str, given)))
    return str(name), str(password)


def _authorities(read: Credentials) -> ssl.SSLContext | bool:
    """Whose certificates are believed: those of the file ``cafile``, or the usual ones."""
    file = read.text("cafile")
    if not file:
        return True
    try:
        return ssl.create_default_context(cafile=file)
    except (OSError, ssl.SSLError) as error:
        raise read.wrong("cafile", "a file of certificates in PEM form that can be read", file) from error
