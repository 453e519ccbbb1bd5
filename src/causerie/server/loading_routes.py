"""``PUT /model`` and ``DELETE /model``: models come and go."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sanic import HTTPResponse, Request, Sanic
from sanic import empty as empty_response

from causerie.channels.describing import JSON, NOTHING, WORDS, an_object, described
from causerie.channels.rest import json_body
from causerie.errors import CauserieError, RequestError
from causerie.server.model_routes import NOT_EMPTY, served_by
from causerie.server.model_server import ModelServer
from causerie.server.served import Served

MODEL = {
    "anyOf": [
        an_object({"model_file": NOT_EMPTY}, {"remote_storage": {"type": ["string", "null"]}}),
        an_object({"model_server": an_object({"url": WORDS})}),
    ]
}


def add(app: Sanic[Any, Any]) -> None:
    app.add_route(load, "/model", methods=["PUT"], name="load")
    app.add_route(unload, "/model", methods=["DELETE"], name="unload")


@described("Go on with another model.", {204: NOTHING}, bodies={JSON: MODEL})
async def load(request: Request) -> HTTPResponse:
    """A model by its file (or folder), from a server or a remote storage; until then the last one serves."""
    body, served = json_body(request), served_by(request)
    file, server, storage = body.get("model_file"), body.get("model_server"), body.get("remote_storage")
    if server:
        await _load_from_server(served, server)
        return empty_response()
    if not isinstance(file, str) or not file:
        raise _not_loaded(
            "The body needs 'model_file' (with 'remote_storage': its name there) or 'model_server'."
        )
    if storage is not None and not isinstance(storage, str):
        raise _not_loaded("'remote_storage' must be a text: aws, gcs or azure.")
    try:
        await (served.fetch(storage, file) if storage else served.load(Path(file)))
    except CauserieError as error:
        raise _not_loaded(str(error)) from error
    return empty_response()


async def _load_from_server(served: Served, raw: Any) -> None:
    try:
        server = ModelServer.from_json(raw)
    except (ValueError, TypeError, KeyError) as error:
        raise RequestError(
            400,
            "BadRequest",
            f"'model_server' is wrong: {error}.",
            {"parameter": "model_server", "in": "body"},
        ) from error
    if not await served.follow(server):
        raise _not_loaded(f"No model was loaded from {server.url}; the log has the reason.")


@described("Answer nothing until the next model is loaded.", {204: NOTHING})
async def unload(request: Request) -> HTTPResponse:
    await served_by(request).unload()
    return empty_response()


def _not_loaded(message: str) -> RequestError:
    return RequestError(400, "BadRequest", message, {"parameter": "model", "in": "query"})
