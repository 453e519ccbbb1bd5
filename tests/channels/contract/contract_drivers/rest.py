"""A program that talks by REST: answers are in the response."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from platform_driver import Delivery, Shown


class Rest:
    name = "rest"
    host = ""
    signs = False
    limit = math.inf
    edits = "nothing"
    is_call = False
    late = False
    path = "/webhooks/rest/webhook"

    def credentials(self, fake: str) -> Any:
        return None

    def delivery(self, text: str, message_id: str, sender: str = "") -> Delivery:
        return self.wrap({"sender": sender or "ada", "message": text, "message_id": message_id})

    def edit(self, text: str, message_id: str) -> Delivery:
        return self.delivery(text, message_id)

    def spoilt(self, text: str, message_id: str) -> Sequence[tuple[Delivery, int]]:
        return []

    def body_to_mutate(self) -> Any:
        return {
            "sender": "ada",
            "message": "hello",
            "message_id": "7",
            "input_channel": self.name,
            "metadata": {"page": "/menu"},
        }

    def wrap(self, body: Any) -> Delivery:
        return Delivery.of_json(self.path, body)

    def shown(self, calls: Sequence[Any], answer: Any) -> list[Shown]:
        return [piece_shown(piece) for piece in answer or ()]


def piece_shown(piece: Any) -> Shown:
    return Shown(
        text=piece.get("text") or "",
        buttons=[button["title"] for button in piece.get("buttons", ())],
        image=piece.get("image", ""),
        raw=piece,
    )


DRIVER = Rest()
