"""The Sanic app: channels always, Rasa's HTTP API when it is enabled."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sanic import HTTPResponse, Request, Sanic
from sanic import text as text_response

from causerie.assistant import Assistant
from causerie.ports import IncomingMessage, InputChannel, OutputChannel
from causerie.server import conversation_routes, model_routes
from causerie.server.access import require_token
from causerie.server.cors import allow_origins
from causerie.server.failures import add_handlers

_numbers = itertools.count()
MAX_BODY = 10 * 1024 * 1024
LONGER_THAN_ANY_TURN = 3600


@dataclass(slots=True)
class Served:
    """What the routes act on. ``assistant`` is None while no model is loaded."""

    assistant: Assistant | None = None


@dataclass(frozen=True, slots=True)
class Options:
    """How the server is reached: with the API or channels alone, by whom, and from which pages."""

    enable_api: bool = False
    auth_token: str | None = None
    cors: tuple[str, ...] = ()


def create_app(
    served: Served, channels: Sequence[InputChannel], options: Options = Options()
) -> Sanic[Any, Any]:
    """An app that serves these channels; it owns the assistant and closes it at the end."""
    number = next(_numbers)
    app: Sanic[Any, Any] = Sanic(f"causerie_{number}", configure_logging=False)
    # Sanic rewrites its own methods for speed at the start, which works once per process.
    app.config.TOUCHUP = number == 0
    app.config.REQUEST_MAX_SIZE = MAX_BODY
    app.config.RESPONSE_TIMEOUT = LONGER_THAN_ANY_TURN
    app.config.FALLBACK_ERROR_FORMAT = "json"
    app.config.ACCESS_LOG = False
    app.ctx.served = served
    add_handlers(app)
    _add_channels(app, served, channels)
    app.add_route(hello, "/", methods=["GET"], name="hello")
    if options.cors:
        allow_origins(app, options.cors)
    if options.auth_token:
        require_token(app, options.auth_token)
    if options.enable_api:
        model_routes.add(app)
        conversation_routes.add(app)
    _add_life(app, served)
    return app


async def hello(request: Request) -> HTTPResponse:
    return text_response("Hello from Rasa: 3.6.21")


def _add_channels(app: Sanic[Any, Any], served: Served, channels: Sequence[InputChannel]) -> None:
    async def handle(message: IncomingMessage, channel: OutputChannel) -> None:
        await model_routes.loaded(served).handle(message, channel)

    for channel in channels:
        blueprint = channel.blueprint(handle)
        app.blueprint(blueprint, url_prefix=f"/webhooks/{channel.name}")


def _add_life(app: Sanic[Any, Any], served: Served) -> None:
    @app.after_server_start
    async def start(app: Sanic[Any, Any]) -> None:
        if served.assistant:
            await served.assistant.start()

    @app.before_server_stop
    async def stop(app: Sanic[Any, Any]) -> None:
        if served.assistant:
            await served.assistant.close()
