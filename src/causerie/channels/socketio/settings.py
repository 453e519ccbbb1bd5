"""What credentials.yml says about the channel: Rasa's keys, and those for several processes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import jwt

from causerie.channels.receiving.credentials import Credentials
from causerie.errors import ComponentError

KEYS = (
    "user_message_evt", "bot_message_evt", "namespace", "session_persistence", "socketio_path", "jwt_key",
    "jwt_method", "metadata_key", "cors_allowed_origins", "redis_url", "api_base_url",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SocketIOSettings:
    """``redis_url``: where several processes tell each other what to send; clients then use WebSocket alone."""

    user_event: str = "user_uttered"
    bot_event: str = "bot_uttered"
    namespace: str = "/"
    is_persistent: bool = False
    path: str = "/socket.io"
    jwt_key: str | None = None
    jwt_method: str = "HS256"
    metadata_key: str = "metadata"
    origins: str | list[str] = "*"
    redis_url: str | None = None

    @classmethod
    def read(cls, given: dict[str, Any] | None) -> SocketIOSettings:
        """Raises ComponentError."""
        read = Credentials("socketio", given, KEYS)
        method = read.text("jwt_method", "HS256")
        if method == "none" or method not in jwt.algorithms.get_default_algorithms():
            raise read.wrong("jwt_method", "a signature method such as HS256 or RS256", method)
        key = None
        if read.given.get("jwt_key") is not None:
            key = _usable(read.required("jwt_key", "the key that your site's tokens are signed with"), method)
        namespace = read.text("namespace") or "/"
        origins = read.texts("cors_allowed_origins", ["*"])
        return cls(
            user_event=read.text("user_message_evt", "user_uttered"),
            bot_event=read.text("bot_message_evt", "bot_uttered"),
            namespace=namespace if namespace.startswith("/") else f"/{namespace}",
            is_persistent=read.flag("session_persistence"),
            path="/" + read.text("socketio_path", "/socket.io").strip("/"),
            jwt_key=key,
            jwt_method=method,
            metadata_key=read.text("metadata_key", "metadata"),
            origins="*" if "*" in origins else origins,
            redis_url=read.text("redis_url") or None,
        )


def _usable(key: str, method: str) -> str:
    """Raises ComponentError for a key that no token could be checked with."""
    try:
        jwt.algorithms.get_default_algorithms()[method].prepare_key(key)
    except (jwt.PyJWTError, ValueError, TypeError) as error:
        raise ComponentError(
            f"'jwt_key' of the channel 'socketio' in credentials.yml is no key for {method}: {error} "
            "HS256 and its like take a secret, the others a public key in PEM form."
        ) from error
    return key
