"""Google Chat's side of the talk: answers are in the response."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import signing
from platform_driver import Delivery, Shown

PATH = "/webhooks/hangouts/webhook"


class Hangouts:
    name = "hangouts"
    host = ""
    signs = True
    limit = math.inf
    edits = "turn"
    is_call = False
    late = False

    def credentials(self, fake: str) -> Any:
        self.token = signing.sign("hangouts", b"", "")
        return {
            "project_id": "1234567890",
            "sender_id": "user",
            "files": True,
            "api_base_url": f"{fake}/www.googleapis.com",
        }

    def delivery(self, text: str, message_id: str, sender: str = "") -> Delivery:
        return self.wrap(self._event(text, message_id, sender))

    def edit(self, text: str, message_id: str) -> Delivery:
        return self.delivery(text, message_id)

    def spoilt(self, text: str, message_id: str) -> Sequence[tuple[Delivery, int]]:
        event = self._event(text, message_id, "")
        recipes: list[dict[str, Any]] = [
            {"key": "stranger"},
            {"key": "stranger", "kid": "platform-1"},
            {"claims": {"aud": "999"}},
            {"claims": {"iss": "accounts.google.com"}},
            {"claims": {"exp": None}},
            {"age": 7300},
        ]
        signed = [signing.sign({"as": "hangouts", **recipe}, b"", "") for recipe in recipes]
        return [
            (Delivery.of_json(PATH, event), 401),
            *((Delivery.of_json(PATH, event, headers), 401) for headers in signed),
        ]

    def body_to_mutate(self) -> Any:
        event = self._event("@Diner hello", "7", "")
        attachment = {"name": "a", "contentName": "cat.png", "contentType": "image/png"}
        event["message"] |= {"argumentText": " hello", "attachment": [attachment]}
        return {**event, "action": {"actionMethodName": "/order"}}

    def wrap(self, body: Any) -> Delivery:
        return Delivery.of_json(PATH, body, self.token)

    def shown(self, calls: Sequence[Any], answer: Any) -> list[Shown]:
        if not answer:
            return []
        if "text" in answer:
            return [Shown(text=answer["text"], raw=answer)]
        return [_shown(card) for card in answer["cards"]]

    def _event(self, text: str, message_id: str, sender: str) -> dict[str, Any]:
        user = {"name": f"users/{sender or 7}", "displayName": "Ada"}
        message = {"name": f"spaces/s/messages/{message_id}", "sender": user, "text": text}
        return {
            "type": "MESSAGE",
            "eventTime": "2026-11-20T12:00:00Z",
            "message": message,
            "user": user,
            "space": {"name": "spaces/s", "type": "DM"},
        }


def _shown(card: Any) -> Shown:
    widgets = [widget for section in card.get("sections", ()) for widget in section["widgets"]]
    buttons = [button["textButton"] for widget in widgets for button in widget.get("buttons", ())]
    return Shown(
        text=" ".join(widget["textParagraph"]["text"] for widget in widgets if "textParagraph" in widget),
        buttons=[button["text"] for button in buttons],
        links=[b["onClick"]["openLink"]["url"] for b in buttons if "openLink" in b["onClick"]],
        image=next((widget["image"]["imageUrl"] for widget in widgets if "image" in widget), ""),
        raw=card,
    )


DRIVER = Hangouts()
