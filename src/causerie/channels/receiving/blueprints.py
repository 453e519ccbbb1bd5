"""What the routes of all channels have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sanic import Blueprint, HTTPResponse, Request
from sanic import json as json_response

from causerie.channels.describing import JSON, an_object, described

if TYPE_CHECKING:
    from causerie.channels.delivery.courier import Courier

HEALTH = {200: {JSON: an_object({"status": {"const": "ok"}})}}


def channel_blueprint(name: str, courier: Courier | None = None) -> Blueprint:
    """``GET /`` says that the channel is there; the courier works as long as the server runs."""
    blueprint = Blueprint(f"{name}_webhook")
    add_health(blueprint)
    if courier is not None:

        @blueprint.after_server_start
        async def start(app: Any) -> None:
            await courier.start()

        @blueprint.before_server_stop
        async def stop(app: Any) -> None:
            await courier.close()

    return blueprint


def add_health(blueprint: Blueprint) -> None:
    @blueprint.get("/")
    @described("Whether the channel is there.", HEALTH)
    async def health(request: Request) -> HTTPResponse:
        return json_response({"status": "ok"})
