"""The callback channel: as REST, but what the bot says is posted to a URL."""

from __future__ import annotations

import logging
import ssl
from dataclasses import dataclass, field, replace
from typing import Any

import httpx2
from sanic import Blueprint, HTTPResponse, Request
from sanic import text as text_response

from causerie.channels.collecting import pieces
from causerie.channels.describing import JSON, TEXT, WORDS, described
from causerie.channels.receiving.blueprints import channel_blueprint
from causerie.channels.receiving.credentials import Credentials
from causerie.channels.rest import MESSAGE, NO_MESSAGE, incoming
from causerie.ports import BotMessage, Handler

log = logging.getLogger(__name__)
PATIENCE = 30.0
KEYS = ("url", "token", "token_name", "basic_auth", "params", "headers", "cafile")


@dataclass(slots=True)
class CallbackOutput:
    """Posts each piece of a message as JSON, in order; one that can't be delivered is logged."""

    url: str
    headers: dict[str, str] = field(default_factory=dict)
    params: dict[str, str] = field(default_factory=dict)
    auth: tuple[str, str] | None = None
    verify: ssl.SSLContext | bool = True
    name: str = "callback"

    async def send(self, recipient_id: str, message: BotMessage) -> None:
        async with httpx2.AsyncClient(
            headers=self.headers, params=self.params, auth=self.auth, timeout=PATIENCE, verify=self.verify
        ) as client:
            for piece in pieces(recipient_id, message):
                try:
                    answer = await client.post(self.url, json=piece)
                    answer.raise_for_status()
                except httpx2.HTTPError as error:
                    log.error("A message could not be posted to %s: %s", self.url, error)


class CallbackInput:
    """``POST /webhooks/callback/webhook`` with ``{"sender": …, "message": …}``."""

    name = "callback"

    def __init__(self, output: CallbackOutput) -> None:
        self.output = output

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> CallbackInput:
        """Raises ComponentError."""
        read = Credentials("callback", credentials, KEYS)
        read.required("url", "where to post what the bot says, such as https://shop.example/bot")
        params = {str(key): str(value) for key, value in read.mapping("params").items()}
        if read.given.get("token"):
            params[read.text("token_name", "token")] = read.required("token", "sent as a query parameter")
        headers = {str(key): str(value) for key, value in read.mapping("headers").items()}
        return cls(CallbackOutput(_url(read), headers, params, _basic(read), _authorities(read)))

    def blueprint(self, handle: Handler) -> Blueprint:
        blueprint = channel_blueprint(self.name)

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
