"""Who may call the HTTP API: a token, compared in constant time. Channels have their own checks."""

from __future__ import annotations

import hmac
from typing import Any

from sanic import Request, Sanic

from causerie.errors import RequestError

OPEN = ("/", "/version")


def require_token(app: Sanic[Any, Any], token: str) -> None:
    """Every API request must carry the token: ``?token=…`` as in Rasa, or ``Authorization: Bearer …``."""

    @app.on_request
    async def check(request: Request) -> None:
        if request.path in OPEN or request.path.startswith("/webhooks/") or request.method == "OPTIONS":
            return
        given = request.args.get("token") or request.token or ""
        if not hmac.compare_digest(given.encode(), token.encode()):
            raise RequestError(
                401,
                "NotAuthenticated",
                "The request carries no valid token: ?token=… or 'Authorization: Bearer …'.",
            )
