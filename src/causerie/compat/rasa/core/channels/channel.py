"""The bases of channels."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Awaitable, Callable
from typing import Any, NoReturn

import jwt

from causerie.compat.output_channels import CollectingOutputChannel, OutputChannel
from causerie.compat.rasa.core.constants import BEARER_TOKEN_PREFIX
from causerie.compat.rasa.shared.constants import DEFAULT_SENDER_ID
from causerie.compat.rasa.shared.exceptions import RasaException

__all__ = [
    "CollectingOutputChannel",
    "InputChannel",
    "OutputChannel",
    "UserMessage",
    "decode_bearer_token",
    "decode_jwt",
]

log = logging.getLogger(__name__)
Json = dict[str, Any]


class UserMessage:
    """What arrived, and the channel that answers it."""

    def __init__(
        self,
        text: str | None = None,
        output_channel: OutputChannel | None = None,
        sender_id: str | None = None,
        parse_data: Json | None = None,
        input_channel: str | None = None,
        message_id: str | None = None,
        metadata: Json | None = None,
        **kwargs: Any,
    ) -> None:
        self.text = text.strip() if text else text
        self.message_id = uuid.uuid4().hex if message_id is None else str(message_id)
        self.output_channel: OutputChannel = output_channel or CollectingOutputChannel()
        self.sender_id = DEFAULT_SENDER_ID if sender_id is None else str(sender_id)
        self.input_channel = input_channel
        self.parse_data = parse_data
        self.metadata = metadata
        self.headers = kwargs.get("headers")


class InputChannel:
    """Derive from it; name the class in credentials.yml by its module path."""

    @classmethod
    def name(cls) -> str:
        return cls.__name__

    @classmethod
    def from_credentials(cls, credentials: Json | None) -> InputChannel:
        return cls()

    def url_prefix(self) -> str:
        return self.name()

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Any:
        """A Sanic blueprint, mounted at ``/webhooks/<url_prefix>``."""
        raise NotImplementedError(f"{type(self).__name__} needs blueprint(on_new_message).")

    @classmethod
    def raise_missing_credentials_exception(cls) -> NoReturn:
        raise RasaException(
            f"The channel '{cls.name()}' needs credentials. Write them under its name in credentials.yml."
        )

    def get_output_channel(self) -> OutputChannel | None:
        """The channel that can send by itself, for reminders and the HTTP API; None: there is none."""
        return None

    def get_metadata(self, request: Any) -> Json | None:
        """What is kept with the message."""
        return None

    @classmethod
    def __causerie__(cls, kind: str) -> type:
        from causerie.compat.channels import channel_host

        return channel_host(cls)


def decode_jwt(bearer_token: str, jwt_key: str, jwt_algorithm: str) -> Json:
    token = bearer_token.removeprefix(BEARER_TOKEN_PREFIX)
    found: Json = jwt.decode(token, jwt_key, algorithms=[jwt_algorithm])
    return found


def decode_bearer_token(bearer_token: str, jwt_key: str, jwt_algorithm: str) -> Json | None:
    """What the token says; None, and a line in the log, for one that is not valid."""
    try:
        return decode_jwt(bearer_token, jwt_key, jwt_algorithm)
    except jwt.PyJWTError as error:
        log.error("A bearer token is not valid: %s", error)
        return None
