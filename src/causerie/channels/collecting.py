"""Output that is collected, or handed on piece by piece: what the REST channel answers with."""

from __future__ import annotations

import asyncio
from typing import Any

from causerie.errors import NobodyListens
from causerie.ports import BotMessage

Json = dict[str, Any]
#: What a program gets as fields of its own; quick replies are buttons, cards are text with buttons.
NATIVE = frozenset({"text", "buttons", "quick_replies", "links", "image", "attachment", "custom"})


def pieces(recipient_id: str, message: BotMessage) -> list[Json]:
    """A message in Rasa's REST form: texts split at blank lines, one object per kind of content."""
    data = message.data
    out: list[Json] = []
    buttons = data.get("quick_replies") or data.get("buttons")
    if buttons:
        out.append({"text": message.text, "buttons": buttons})
    elif message.text:
        out += [{"text": part} for part in message.text.strip().split("\n\n")]
    out += [{key: data[key]} for key in ("custom", "image", "attachment") if data.get(key)]
    out += [_element(element) for element in data.get("elements") or ()]
    return [
        {"recipient_id": recipient_id, **{key: value for key, value in piece.items() if value is not None}}
        for piece in out
    ]


def _element(element: Json) -> Json:
    text = f"{element.get('title', '')} : {element.get('subtitle', '')}"
    return {"text": text, "buttons": element.get("buttons", [])}


class Collector:
    """Keeps all pieces in ``messages``."""

    name = "collector"

    def __init__(self) -> None:
        self.messages: list[Json] = []

    async def send(self, recipient_id: str, message: BotMessage) -> None:
        self.messages += pieces(recipient_id, message)


class Streamer:
    """Puts each piece into ``queue`` as soon as it is said; None marks the end.

    ``is_left``: nobody reads the queue any more.
    """

    name = "queue"
    streams = True

    def __init__(self) -> None:
        self.queue: asyncio.Queue[Json | None] = asyncio.Queue()
        self.is_left = False

    async def send(self, recipient_id: str, message: BotMessage) -> None:
        for piece in pieces(recipient_id, message):
            await self.queue.put(piece)

    async def send_piece(self, recipient_id: str, piece: str) -> None:
        """The whole message follows as one of its own. Raises NobodyListens."""
        if self.is_left:
            raise NobodyListens("Who was shown the answer has left.")
        await self.queue.put({"recipient_id": recipient_id, "delta": piece})
