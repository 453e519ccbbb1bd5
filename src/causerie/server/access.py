"""Who may call the HTTP API: a token, or JSON web tokens with roles. Channels have their own checks."""

from __future__ import annotations

import hmac
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from sanic import HTTPResponse, Request, Sanic
from sanic import json as json_response

from causerie.errors import ComponentError, RequestError
from causerie.server import pages

OPEN = ("/", "/version", "/openapi.json", *pages.PATHS)
TOKEN_HEADER = "X-Auth-Token"
UNCHECKED = {"verify_aud": False, "verify_iss": False, "verify_sub": False, "verify_jti": False}


@dataclass(frozen=True, slots=True)
class Access:
    """``jwt_secret`` is the shared secret, or for RS256 and its like the public key (or its file)."""

    token: str | None = None
    jwt_secret: str | None = None
    jwt_method: str = "HS256"

    def __bool__(self) -> bool:
        return bool(self.token or self.jwt_secret)


def protect(app: Sanic[Any, Any], access: Access, open_paths: Sequence[str] = ()) -> None:
    """Every API request must carry the token, by ``?token=…`` or in a header, or a web token whose role suffices.

    Channels are not the API: their paths are ``/webhooks/`` and those in ``open_paths``.
    """
    channels = ("/webhooks/", *open_paths)
    key = _key(access) if access.jwt_secret else None

    @app.on_request
    async def check(request: Request) -> HTTPResponse | None:
        if request.route is None or request.path in OPEN or request.method == "OPTIONS":
            return None
        if request.path.startswith(channels):
            return None
        header = request.headers.get("authorization")
        given = request.args.get("token") or request.headers.get(TOKEN_HEADER) or ""
        if access.token and hmac.compare_digest(given.encode(), access.token.encode()):
            return None
        if key is None:
            raise _not_authenticated(
                f"The request carries no valid token: the header '{TOKEN_HEADER}: …', or ?token=…."
            )
        if header is not None and not header.startswith("Bearer "):
            reasons = ["Authorization header is invalid."]
            return json_response({"reasons": reasons, "exception": "InvalidAuthorizationHeader"}, status=400)
        claims = _claims((header or "").removeprefix("Bearer "), key, access.jwt_method)
        own = request.match_info.get("conversation_id") or request.match_info.get("user_id")
        if not _is_allowed(claims, own):
            raise RequestError(403, "NotAuthorized", "The web token's role does not allow this request.")
        return None


def _key(access: Access) -> Any:
    """The key for checking signatures; raises ComponentError for one that does not fit the method."""
    import jwt

    secret, method = access.jwt_secret or "", access.jwt_method
    algorithm = (
        jwt.get_algorithm_by_name(method) if method in jwt.algorithms.get_default_algorithms() else None
    )
    if algorithm is None or method == "none":
        raise ComponentError(
            f"There is no signature method '{method}' for --jwt-method; take HS256 or RS256."
        )
    if not method.startswith("HS") and "-----" not in secret:
        try:
            secret = Path(secret).read_text(encoding="utf-8")
        except OSError as error:
            raise ComponentError(
                f"--jwt-method {method} needs a public key for --jwt-secret, as PEM or as a file: {error}."
            ) from error
    try:
        return algorithm.prepare_key(secret)
    except (ValueError, TypeError, jwt.PyJWTError) as error:
        raise ComponentError(f"--jwt-secret is no key for --jwt-method {method}: {error}") from error


def _claims(token: str, key: Any, method: str) -> Mapping[str, Any]:
    import jwt

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", jwt.InsecureKeyLengthWarning)
            claims: Mapping[str, Any] = jwt.decode(token, key, [method], options=UNCHECKED)  # type: ignore[arg-type]
    except jwt.PyJWTError as error:
        raise _not_authenticated(f"The request carries no valid web token: {error}.") from error
    return claims


def _is_allowed(claims: Mapping[str, Any], conversation_id: str | None) -> bool:
    """Admins may do everything, users what concerns the conversation of their name."""
    user = claims.get("user")
    if not isinstance(user, Mapping):
        return False
    if user.get("role") == "admin":
        return True
    own = user.get("username")
    return user.get("role") == "user" and conversation_id is not None and own == unquote(conversation_id)


def _not_authenticated(message: str) -> RequestError:
    return RequestError(401, "NotAuthenticated", message)
