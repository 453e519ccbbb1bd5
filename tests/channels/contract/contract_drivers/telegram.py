"""Telegram's side of the talk."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from platform_driver import Delivery, Shown

PATH = "/webhooks/telegram/webhook"
SECRET = {"X-Telegram-Bot-Api-Secret-Token": "telegram-secret"}


class Telegram:
    name = "telegram"
    host = "api.telegram.org"
    signs = True
    limit = 4096
    edits = "turn"
    is_call = False
    late = True

    def credentials(self, fake: str) -> Any:
        return {
            "access_token": "424242:token",
            "verify": "diner_bot",
            "webhook_url": "https://bot.example/webhooks/telegram/webhook",
            "secret_token": "telegram-secret",
            "files": True,
            "typing": True,
            "acknowledge": True,
            "api_base_url": f"{fake}/api.telegram.org",
        }

    def delivery(self, text: str, message_id: str, sender: str = "") -> Delivery:
        return self.wrap({"update_id": 1, "message": self._message(text, message_id, sender)})

    def edit(self, text: str, message_id: str) -> Delivery:
        message = {**self._message(text, message_id, ""), "edit_date": 1700000050}
        return self.wrap({"update_id": 2, "edited_message": message})

    def spoilt(self, text: str, message_id: str) -> Sequence[tuple[Delivery, int]]:
        good = self.delivery(text, message_id)
        plain = {"Content-Type": "application/json"}
        return [
            (Delivery(PATH, good.body, plain), 403),
            (Delivery(PATH, good.body, {**plain, "X-Telegram-Bot-Api-Secret-Token": "another"}), 403),
        ]

    def body_to_mutate(self) -> Any:
        message = self._message("hello", "7", "")
        button = {"text": "Large", "callback_data": "#0123456789abcdef"}
        return {
            "update_id": 1,
            "message": {
                **message,
                "document": {"file_id": "F", "file_size": 3},
                "location": {"latitude": 1.5, "longitude": 2},
            },
            "callback_query2": {
                "id": "9",
                "data": "#0123456789abcdef",
                "message": {**message, "reply_markup": {"inline_keyboard": [[button]]}},
            },
        }

    def wrap(self, body: Any) -> Delivery:
        return Delivery.of_json(PATH, body, SECRET)

    def shown(self, calls: Sequence[Any], answer: Any) -> list[Shown]:
        return [
            _shown(call.body)
            for call in calls
            if call.path.rsplit("/send", 1)[-1] in ("Message", "Photo", "Document")
        ]

    def _message(self, text: str, message_id: str, sender: str) -> dict[str, Any]:
        user = int(sender or 7)
        return {
            "message_id": message_id,
            "from": {"id": user, "is_bot": False, "first_name": "Ada"},
            "chat": {"id": user, "type": "private"},
            "date": 1700000000,
            "text": text,
        }


def _shown(body: Any) -> Shown:
    markup = body.get("reply_markup") or {}
    keys = [key for row in markup.get("inline_keyboard", markup.get("keyboard", ())) for key in row]
    return Shown(
        text=body.get("text", ""),
        buttons=[key["text"] for key in keys],
        links=[key["url"] for key in keys if "url" in key],
        image=body.get("photo", ""),
        raw=body,
    )


DRIVER = Telegram()
