"""The bases of channels."""

from __future__ import annotations

import json
import logging
import uuid
from collections.abc import Awaitable, Callable, Iterable
from typing import Any, NoReturn

import jwt

from causerie.compat.rasa.core.constants import BEARER_TOKEN_PREFIX
from causerie.compat.rasa.shared.constants import DEFAULT_SENDER_ID
from causerie.compat.rasa.shared.exceptions import RasaException

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


class OutputChannel:
    """Sends by ``send_text_message``; everything else becomes text unless it is overridden."""

    @classmethod
    def name(cls) -> str:
        return cls.__name__

    async def send_response(self, recipient_id: str, message: Json) -> None:
        """Send each kind of content of a message by its own method."""
        rest = dict(message)
        text = rest.pop("text", None)
        quick_replies, buttons = rest.pop("quick_replies", None), rest.pop("buttons", None)
        if quick_replies:
            await self.send_quick_replies(recipient_id, text, quick_replies, **rest)
        elif buttons:
            await self.send_text_with_buttons(recipient_id, text, buttons, **rest)
        elif text:
            await self.send_text_message(recipient_id, text, **rest)
        for key, send in (
            ("custom", self.send_custom_json),
            ("image", self.send_image_url),
            ("attachment", self.send_attachment),
            ("elements", self.send_elements),
        ):
            content = rest.pop(key, None)
            if content:
                await send(recipient_id, content, **rest)

    async def send_text_message(self, recipient_id: str, text: str, **kwargs: Any) -> None:
        raise NotImplementedError(
            f"{type(self).__name__} needs send_text_message(recipient_id, text, **kwargs)."
        )

    async def send_image_url(self, recipient_id: str, image: str, **kwargs: Any) -> None:
        await self.send_text_message(recipient_id, f"Image: {image}")

    async def send_attachment(self, recipient_id: str, attachment: str, **kwargs: Any) -> None:
        await self.send_text_message(recipient_id, f"Attachment: {attachment}")

    async def send_text_with_buttons(
        self, recipient_id: str, text: str, buttons: list[Json], **kwargs: Any
    ) -> None:
        await self.send_text_message(recipient_id, text)
        for number, button in enumerate(buttons, 1):
            await self.send_text_message(recipient_id, _as_line(number, button))

    async def send_quick_replies(
        self, recipient_id: str, text: str, quick_replies: list[Json], **kwargs: Any
    ) -> None:
        await self.send_text_with_buttons(recipient_id, text, quick_replies)

    async def send_elements(self, recipient_id: str, elements: Iterable[Json], **kwargs: Any) -> None:
        for element in elements:
            text = f"{element.get('title', '')} : {element.get('subtitle', '')}"
            await self.send_text_with_buttons(recipient_id, text, element.get("buttons", []))

    async def send_custom_json(self, recipient_id: str, json_message: Json, **kwargs: Any) -> None:
        await self.send_text_message(recipient_id, json.dumps(json_message))


def _as_line(number: int, button: Json) -> str:
    payload = f" ({button['payload']})" if button.get("payload") else ""
    return f"{number}: {button.get('title', '')}{payload}"


class CollectingOutputChannel(OutputChannel):
    """Keeps all that is said in ``messages``."""

    def __init__(self) -> None:
        self.messages: list[Json] = []

    @classmethod
    def name(cls) -> str:
        return "collector"

    def latest_output(self) -> Json | None:
        return self.messages[-1] if self.messages else None

    @staticmethod
    def _message(recipient_id: str, **content: Any) -> Json:
        return {
            "recipient_id": recipient_id,
            **{key: value for key, value in content.items() if value is not None},
        }

    async def _persist_message(self, message: Json) -> None:
        self.messages.append(message)

    async def send_text_message(self, recipient_id: str, text: str, **kwargs: Any) -> None:
        for part in text.strip().split("\n\n"):
            await self._persist_message(self._message(recipient_id, text=part))

    async def send_image_url(self, recipient_id: str, image: str, **kwargs: Any) -> None:
        await self._persist_message(self._message(recipient_id, image=image))

    async def send_attachment(self, recipient_id: str, attachment: str, **kwargs: Any) -> None:
        await self._persist_message(self._message(recipient_id, attachment=attachment))

    async def send_text_with_buttons(
        self, recipient_id: str, text: str, buttons: list[Json], **kwargs: Any
    ) -> None:
        await self._persist_message(self._message(recipient_id, text=text, buttons=buttons))

    async def send_custom_json(self, recipient_id: str, json_message: Json, **kwargs: Any) -> None:
        await self._persist_message(self._message(recipient_id, custom=json_message))


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
