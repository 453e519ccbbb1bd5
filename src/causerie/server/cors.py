"""Cross-origin requests: which web pages may call this server."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sanic import HTTPResponse, Request, Sanic
from sanic import empty as empty_response
from sanic.response import BaseHTTPResponse

METHODS = "GET, POST, PUT, DELETE, OPTIONS"


def allow_origins(app: Sanic[Any, Any], origins: Sequence[str]) -> None:
    """``*`` allows all; otherwise the page's origin must be one of these."""

    def headers(request: Request) -> dict[str, str]:
        origin = request.headers.get("origin")
        if not origin or ("*" not in origins and origin not in origins):
            return {}
        return {
            "Access-Control-Allow-Origin": "*" if "*" in origins else origin,
            "Access-Control-Expose-Headers": "filename",
            "Vary": "Origin",
        }

    @app.on_request
    async def preflight(request: Request) -> HTTPResponse | None:
        if request.method != "OPTIONS" or "access-control-request-method" not in request.headers:
            return None
        wanted = request.headers.get("access-control-request-headers", "Content-Type, Authorization")
        return empty_response(
            headers={
                **headers(request),
                "Access-Control-Allow-Methods": METHODS,
                "Access-Control-Allow-Headers": wanted,
                "Access-Control-Max-Age": "600",
            }
        )

    async def answer(request: Request, response: BaseHTTPResponse) -> None:
        response.headers.update(headers(request))

    app.register_middleware(answer, "response")
