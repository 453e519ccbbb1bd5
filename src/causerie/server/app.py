"""The Sanic app: channels always, Rasa's HTTP API when it is enabled."""

from __future__ import annotations

import itertools
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sanic import Sanic

from causerie.channels.web.channel import WebInput
from causerie.ports import IncomingMessage, InputChannel, OutputChannel
from causerie.server import (
    loading_routes,
    metrics_routes,
    model_routes,
    openapi,
    pages,
    test_routes,
    tracker_routes,
    train_routes,
    turn_routes,
    user_routes,
)
from causerie.server.access import Access, protect
from causerie.server.conversation_access import ServedConversations
from causerie.server.cors import answer_preflights
from causerie.server.failures import add_handlers
from causerie.server.rate_limit import Buckets, RateLimits, limit_addresses, refuse
from causerie.server.served import Served, loaded

log = logging.getLogger(__name__)
_numbers = itertools.count()
MAX_BODY, MAX_TRAINING_DATA = 10 * 1024 * 1024, 32 * 1024 * 1024
LONGER_THAN_ANY_TURN, LONGER_THAN_ANY_UPLOAD = 3600, 300


@dataclass(frozen=True, slots=True)
class Options:
    """How the server is reached: with the API or channels alone, by whom, and from which pages.

    Time-outs in seconds: for an answer to be made, and for a request to arrive.
    """

    enable_api: bool = False
    access: Access = field(default_factory=Access)
    cors: tuple[str, ...] = ()
    response_timeout: float = LONGER_THAN_ANY_TURN
    request_timeout: float = LONGER_THAN_ANY_UPLOAD
    limits: RateLimits = field(default_factory=RateLimits)


def create_app(
    served: Served, channels: Sequence[InputChannel], options: Options = Options()
) -> Sanic[Any, Any]:
    """An app that serves these channels; it owns the assistant and closes it at the end."""
    number = next(_numbers)
    app: Sanic[Any, Any] = Sanic(f"causerie_{number}", configure_logging=False)
    # Sanic rewrites its own methods for speed at the start, which works once per process.
    app.config.TOUCHUP = number == 0
    app.config.REQUEST_MAX_SIZE = MAX_TRAINING_DATA if options.enable_api else MAX_BODY
    app.config.RESPONSE_TIMEOUT = options.response_timeout
    app.config.REQUEST_TIMEOUT = options.request_timeout
    app.config.ACCESS_LOG = False
    app.ctx.served = served
    app.ctx.options = options
    app.ctx.outputs = _outputs(channels)
    add_handlers(app)
    _add_channels(app, served, channels, Buckets(options.limits.per_sender))
    pages.add(app, next((channel.settings for channel in channels if isinstance(channel, WebInput)), None))
    answer_preflights(app, options.cors)
    limit_addresses(app, options.limits)
    if options.access:
        protect(
            app, options.access, [path for channel in channels for path in getattr(channel, "open_paths", ())]
        )
    if options.enable_api:
        for routes in (
            model_routes,
            loading_routes,
            metrics_routes,
            train_routes,
            test_routes,
            tracker_routes,
            turn_routes,
            user_routes,
            openapi,
        ):
            routes.add(app)
    _add_life(app, served)
    return app


def _outputs(channels: Sequence[InputChannel]) -> dict[str, OutputChannel]:
    """The channels that can send by themselves, not only as the answer to a request."""
    outputs = {channel.name: getattr(channel, "output", None) for channel in channels}
    return {name: output for name, output in outputs.items() if output is not None}


def _add_channels(
    app: Sanic[Any, Any], served: Served, channels: Sequence[InputChannel], senders: Buckets
) -> None:
    async def handle(message: IncomingMessage, channel: OutputChannel) -> None:
        refuse(senders.take(message.sender_id), "of this sender")
        if served.assistant is None and getattr(channel, "repeats", False):
            loaded(served)
        if served.assistant is None:
            log.warning("A message came while no model is loaded; it was left out.")
            return
        await served.assistant.handle(message, channel)

    for channel in channels:
        if callable(use := getattr(channel, "use", None)):
            use(ServedConversations(served))
        blueprint = channel.blueprint(handle)
        prefix = getattr(channel, "url_prefix", channel.name)
        app.blueprint(blueprint, url_prefix=f"/webhooks/{prefix}")


def _add_life(app: Sanic[Any, Any], served: Served) -> None:
    @app.after_server_start
    async def start(app: Sanic[Any, Any]) -> None:
        served.outputs.update(app.ctx.outputs)
        await served.start()

    @app.before_server_stop
    async def stop(app: Sanic[Any, Any]) -> None:
        await served.close()
