"""``/openapi.json``: all routes of this server in one OpenAPI 3.1 document, made from their declarations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from sanic import HTTPResponse, Request, Sanic
from sanic import json as json_response

import causerie
from causerie.channels.describing import (
    JSON,
    TEXT,
    WORDS,
    Description,
    Query,
    Schema,
    described,
    description_of,
    ref,
)
from causerie.ports import Json
from causerie.server.access import OPEN, TOKEN_HEADER, Access
from causerie.server.schemas import ANYTHING, SCHEMAS

PARAMETER = re.compile(r"<(\w+)(?::[^>]*)?>")
ANY_FAILURE = {JSON: {"anyOf": [ref("Failure"), ref("HttpFailure"), ref("TokenFailure")]}, TEXT: WORDS}
REFUSALS = {
    400: "The request is wrong; the message says how.",
    401: "No valid token.",
    403: "The token's role does not allow it.",
    404: "There is no such thing.",
    405: "That can't be done with it.",
    406: "There is no answer of the kind asked for.",
    409: "No model is loaded.",
    413: "The body is too large.",
    429: "Too many requests; the header Retry-After says when to go on.",
    500: "It failed here. The message says why, or by which number the log has it.",
    503: "The store is away, and nothing of the turn is stored; or the answer took too long, and the turn goes on.",
}
UNDESCRIBED = Description(
    "A route of the project's own channel.", {200: {"*/*": ANYTHING}}, bodies={"*/*": ANYTHING}
)
PLACES = {"conversation_id": "Percent-encoded; it may hold anything, also slashes."}


def add(app: Sanic[Any, Any]) -> None:
    app.add_route(show, "/openapi.json", methods=["GET"], name="openapi")


@described("This document.", {200: {JSON: {"type": "object", "required": ["openapi", "paths"]}}})
async def show(request: Request) -> HTTPResponse:
    return json_response(document(request.app, request.app.ctx.options.access))


def document(app: Sanic[Any, Any], access: Access) -> Json:
    paths: dict[str, Json] = {}
    for route in sorted(app.router.routes, key=lambda route: str(route.uri)):
        path = PARAMETER.sub(r"{\1}", str(route.uri))
        for method in sorted(route.methods or ()):
            operation = _operation(path, method, route, access)
            paths.setdefault(path, {})[method.lower()] = operation
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Causerie",
            "version": causerie.__version__,
            "description": "Rasa's HTTP API and the webhooks of the channels.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": paths,
        "components": {"schemas": SCHEMAS, "securitySchemes": _schemes(access)},
    }


def _operation(path: str, method: str, route: Any, access: Access) -> Json:
    told = description_of(route.handler) or UNDESCRIBED
    guarded = bool(access) and path not in OPEN and not path.startswith("/webhooks/")
    found: Json = {
        "operationId": re.sub(r"\W+", "_", f"{method}{path}").strip("_").lower(),
        "summary": told.summary,
        "parameters": [*_in_path(path), *map(_in_query, told.query)],
        "responses": {
            **{str(code): _answer(code, content) for code, content in told.answers.items()},
            **{str(code): _refusal(code) for code in _refusals(told, path, guarded)},
        },
        "security": [{name: []} for name in _schemes(access)] if guarded else [],
    }
    if told.bodies:
        found["requestBody"] = {"required": True, "content": _content(told.bodies)}
    return found


def _refusals(told: Description, path: str, guarded: bool) -> Iterable[int]:
    codes = {400, 500, *told.fails}
    if told.bodies:
        codes.add(413)
    if guarded:
        codes |= {401, 403}
    if path.startswith("/conversations/"):
        codes |= {409, 503}
    if path.startswith("/webhooks/"):
        codes |= {429, 503}
    return sorted(codes)


def _answer(code: int, content: Mapping[str, Schema]) -> Json:
    answer: Json = {"description": "Done." if code < 300 else REFUSALS[code]}
    return {**answer, "content": _content(content)} if content else answer


def _refusal(code: int) -> Json:
    return {"description": REFUSALS[code], "content": _content(ANY_FAILURE)}


def _content(kinds: Mapping[str, Schema]) -> Json:
    return {kind: {"schema": schema} for kind, schema in kinds.items()}


def _in_path(path: str) -> Iterable[Json]:
    for name in re.findall(r"\{(\w+)\}", path):
        schema = {"type": "string", "minLength": 1}
        yield {
            "name": name,
            "in": "path",
            "required": True,
            "schema": schema,
            "description": PLACES.get(name, ""),
        }


def _in_query(query: Query) -> Json:
    found = {"name": query.name, "in": "query", "schema": query.schema}
    return {**found, "description": query.meaning} if query.meaning else found


def _schemes(access: Access) -> Json:
    found: Json = {}
    if access.token:
        found["token"] = {"type": "apiKey", "in": "header", "name": TOKEN_HEADER}
        found["tokenInQuery"] = {"type": "apiKey", "in": "query", "name": "token"}
    if access.jwt_secret:
        found["webToken"] = {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
    return found
