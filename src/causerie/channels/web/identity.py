"""Whose conversation a request is about: who knows its secret name, or who a signed token says."""

from __future__ import annotations

import re
import warnings

from causerie.errors import RequestError

SECRET_NAME = re.compile(r"web-[A-Za-z0-9_-]{20,80}")
OF_USER = "web-user-"
LONGEST = 128


def conversation_of(name: object, authorization: str | None, key: str | None) -> str:
    """The conversation's id. With a token it is the user's own, whatever ``name`` says.

    Raises RequestError: 400 for a name that can be guessed, 401 for a token that is not ours.
    """
    if authorization and key:
        return OF_USER + _user_of(authorization.removeprefix("Bearer ").strip(), key)
    if not isinstance(name, str) or not SECRET_NAME.fullmatch(name) or name.startswith(OF_USER):
        raise RequestError(
            400,
            "BadRequest",
            "'conversation' must be 'web-' and at least 20 letters, digits, '-' or '_' that can't be guessed.",
            {"parameter": "conversation"},
        )
    return name


def _user_of(token: str, key: str) -> str:
    import jwt

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", jwt.InsecureKeyLengthWarning)
            claims = jwt.decode(token, key, ["HS256"], options={"verify_aud": False, "verify_iat": True})
    except jwt.PyJWTError as error:
        raise RequestError(
            401,
            "NotAuthenticated",
            f"The user's token was not accepted: {error}. Your site has to sign a new one.",
        ) from error
    user = claims.get("sub")
    if not isinstance(user, str) or not user.strip() or len(user) > LONGEST or not user.isprintable():
        raise RequestError(
            401,
            "NotAuthenticated",
            f"The user's token needs a 'sub' of 1 to {LONGEST} characters that names the user.",
        )
    return user
