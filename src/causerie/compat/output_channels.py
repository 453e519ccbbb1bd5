"""The bases of what sends, for ``rasa.core.channels.channel``."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

Json = dict[str, Any]


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
