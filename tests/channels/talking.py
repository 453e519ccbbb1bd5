"""One channel in a Sanic app of its own, without a bot behind it."""

from __future__ import annotations

import json
import socket
import uuid
from dataclasses import dataclass, field
from typing import Any

import httpx2
from sanic import HTTPResponse, Request, Sanic, text

from causerie.ports import BotMessage, IncomingMessage, OutputChannel


@dataclass
class Talk:
    """What a channel handed in; each message is answered with ``answers``."""

    answers: list[BotMessage] = field(default_factory=list)
    heard: list[IncomingMessage] = field(default_factory=list)

    async def handle(self, message: IncomingMessage, output: OutputChannel) -> None:
        self.heard.append(message)
        for answer in self.answers:
            await output.send(message.sender_id, answer)

    @property
    def texts(self) -> list[str]:
        return [message.text for message in self.heard]


async def deliver(
    channel: Any, talk: Talk, body: Any, headers: dict[str, str] | None = None, form: bool = False
) -> httpx2.Response:
    """The answer of the webhook. What the channel raises is raised here."""
    app = Sanic(f"talk-{uuid.uuid4().hex}", configure_logging=False)
    app.config.TOUCHUP = False
    app.blueprint(channel.blueprint(talk.handle), url_prefix="/channel")
    raised: list[Exception] = []

    @app.exception(Exception)
    async def catch(request: Request, error: Exception) -> HTTPResponse:
        raised.append(error)
        return text(str(error), status=getattr(error, "status_code", 500))

    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        server = await app.create_server(sock=listener, return_asyncio_server=True, access_log=False)
        assert server is not None
        await server.startup()
        await server.after_start()
        async with httpx2.AsyncClient(base_url=f"http://127.0.0.1:{listener.getsockname()[1]}") as client:
            content: dict[str, Any] = {"data": body} if form else {"content": json.dumps(body)}
            answer = await client.post("/channel/webhook", headers=headers, **content)
        await server.before_stop()
        await server.close()
    if raised:
        raise raised[0]
    return answer
