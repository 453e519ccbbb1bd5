"""Cross-origin requests: which web pages may call this server."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sanic import HTTPResponse, Request, Sanic
from sanic import empty as empty_response
from sanic.response import BaseHTTPResponse

METHODS = "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT"


OWN_RULES = "/webhooks/web/"


def answer_preflights(app: Sanic[Any, Any], origins: Sequence[str]) -> None:
    """``*`` allows all; otherwise the page's origin must be one of these. Others get no such headers.

    The widget's channel has rules of its own.
    """

    def headers(request: Request) -> dict[str, str]:
        if request.path.startswith(OWN_RULES):
            return {}
        origin = request.headers.get("origin")
        if not origin or ("*" not in origins and origin not in origins):
            return {}
        return {
            "Access-Control-Allow-Origin": origin,
            "Access-Control-Allow-Credentials": "true",
            "Access-Control-Expose-Headers": "filename",
            "Vary": "Origin",
        }

    @app.on_request
    async def preflight(request: Request) -> HTTPResponse | None:
        if request.path.startswith(OWN_RULES):
            return None
        if request.method != "OPTIONS" or "access-control-request-method" not in request.headers:
            return None
        allowed = headers(request)
        if allowed:
            allowed["Access-Control-Allow-Methods"] = METHODS
            wanted = request.headers.get("access-control-request-headers")
            if wanted:
                names = sorted(name.strip().lower() for name in wanted.split(","))
                allowed["Access-Control-Allow-Headers"] = ", ".join(names)
        return empty_response(status=200, headers=allowed)

    async def answer(request: Request, response: BaseHTTPResponse) -> None:
        response.headers.update(headers(request))

    app.register_middleware(answer, "response")
