"""What credentials.yml says about the channel: Rasa's keys, and those for several processes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import jwt

from causerie.channels.receiving.credentials import Credentials

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
        key = read.text("jwt_key") or None
        if key is not None:
            key = read.required("jwt_key", "the secret that your site signs its tokens with")
        method = read.text("jwt_method", "HS256")
        if method == "none" or method not in jwt.algorithms.get_default_algorithms():
            raise read.wrong("jwt_method", "a signature method such as HS256 or RS256", method)
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
