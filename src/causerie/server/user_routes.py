"""Routes about one user: what they want answers to be like, across their conversations."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

from sanic import HTTPResponse, Request, Sanic
from sanic import json as json_response

from causerie.channels.describing import JSON, WORDS, an_object, described
from causerie.channels.rest import json_body
from causerie.errors import RequestError
from causerie.llm.open_turns.user_instructions import LONGEST, UserInstructions
from causerie.server.model_routes import assistant_of

KEPT = an_object({"instructions": WORDS})


def add(app: Sanic[Any, Any]) -> None:
    place = "/users/<user_id>/instructions"
    for method, handler in (("GET", show), ("PUT", write), ("DELETE", erase)):
        app.add_route(handler, place, methods=[method], name=f"user_{handler.__name__}")


@described("What the user wants answers of a GPT to be like.", {200: {JSON: KEPT}}, fails=(404, 409))
async def show(request: Request, user_id: str) -> HTTPResponse:
    return json_response({"instructions": await _store(request).read(unquote(user_id))})


@described(
    f"Keep other instructions of the user, at most {LONGEST} characters.",
    {200: {JSON: KEPT}},
    bodies={JSON: an_object({"instructions": WORDS})},
    fails=(404, 409),
)
async def write(request: Request, user_id: str) -> HTTPResponse:
    text = json_body(request).get("instructions")
    if not isinstance(text, str):
        raise RequestError(
            400,
            "BadRequest",
            f"The body needs 'instructions' with a text; found {text!r:.80}.",
            {"parameter": "instructions", "in": "body"},
        )
    return json_response({"instructions": await _store(request).write(unquote(user_id), text)})


@described("Erase the instructions of the user.", {204: {}}, fails=(404, 409))
async def erase(request: Request, user_id: str) -> HTTPResponse:
    await _store(request).erase(unquote(user_id))
    return HTTPResponse(status=204)


def _store(request: Request) -> UserInstructions:
    """Raises RequestError 404 for a project that answers no open questions."""
    open_turns = assistant_of(request).processor.open_turns
    if open_turns is None or open_turns.user_instructions is None:
        raise RequestError(
            404,
            "NotFound",
            "The project has no 'open_turns' in config.yml, so it keeps no instructions of users.",
        )
    return open_turns.user_instructions
