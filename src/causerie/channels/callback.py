"""The callback channel: as REST, but what the bot says is posted to a URL."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field, replace
from typing import Any

import httpx2
from sanic import Blueprint, HTTPResponse, Request
from sanic import text as text_response

from causerie.channels.collecting import pieces
from causerie.channels.describing import JSON, TEXT, WORDS, described
from causerie.channels.receiving.blueprints import channel_blueprint
from causerie.channels.rest import MESSAGE, NO_MESSAGE, incoming
from causerie.errors import ComponentError
from causerie.ports import BotMessage, Handler

log = logging.getLogger(__name__)
PATIENCE = 30.0


@dataclass(slots=True)
class CallbackOutput:
    """Posts each piece of a message as JSON, in order; one that can't be delivered is logged."""

    url: str
    headers: dict[str, str] = field(default_factory=dict)
    params: dict[str, str] = field(default_factory=dict)
    auth: tuple[str, str] | None = None
    name: str = "callback"

    async def send(self, recipient_id: str, message: BotMessage) -> None:
        async with httpx2.AsyncClient(
            headers=self.headers, params=self.params, auth=self.auth, timeout=PATIENCE
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
        given = credentials or {}
        if not isinstance(given.get("url"), str):
            raise ComponentError(
                "The channel 'callback' needs 'url' in credentials.yml: where to post answers."
            )
        params = {str(key): str(value) for key, value in (given.get("params") or {}).items()}
        if given.get("token"):
            params[str(given.get("token_name", "token"))] = str(given["token"])
        basic = given.get("basic_auth")
        auth = (str(basic["username"]), str(basic["password"])) if basic else None
        headers = {str(key): str(value) for key, value in (given.get("headers") or {}).items()}
        return cls(CallbackOutput(given["url"], headers, params, auth))

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
