"""Routes about the model: version, status, parse, domain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sanic import HTTPResponse, Request, Sanic
from sanic import json as json_response

from causerie.assembly import RASA_VERSION
from causerie.assistant import Assistant
from causerie.channels.rest import json_body
from causerie.errors import RequestError

if TYPE_CHECKING:
    from causerie.server.app import Served


def add(app: Sanic[Any, Any]) -> None:
    app.add_route(version, "/version", methods=["GET"], name="version")
    app.add_route(status, "/status", methods=["GET"], name="status")
    app.add_route(parse, "/model/parse", methods=["POST"], name="parse")


def loaded(served: Served) -> Assistant:
    """The assistant; raises RequestError 409 while no model is loaded."""
    if served.assistant is None:
        raise RequestError(
            409, "Conflict", "No model is loaded. Train one ('causerie train') and start the server again."
        )
    return served.assistant


def assistant_of(request: Request) -> Assistant:
    return loaded(request.app.ctx.served)


async def version(request: Request) -> HTTPResponse:
    return json_response({"version": RASA_VERSION, "minimum_compatible_version": RASA_VERSION})


async def status(request: Request) -> HTTPResponse:
    assistant = assistant_of(request)
    return json_response(
        {
            "model_file": assistant.model_file,
            "model_id": assistant.model.model_id,
            "num_active_training_jobs": 0,
        }
    )


async def parse(request: Request) -> HTTPResponse:
    text = json_body(request).get("text")
    if not isinstance(text, str):
        raise RequestError(400, "BadRequest", "The body needs 'text'.", {"parameter": "text", "in": "body"})
    return json_response(await assistant_of(request).parse(text))
