"""Mattermost's side of the talk."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from platform_driver import Delivery, Shown

PATH = "/webhooks/mattermost/webhook"


class Mattermost:
    name = "mattermost"
    host = "mattermost.example"
    signs = True
    limit = 16_383
    edits = "turn"
    is_call = False
    late = True

    def credentials(self, fake: str) -> Any:
        return {
            "url": "https://mattermost.example/api/v4",
            "token": "mattermost-token",
            "webhook_url": "https://bot.example/webhooks/mattermost/webhook",
            "webhook_token": ["outgoing-token", "command-token"],
            "typing": True,
            "acknowledge": True,
            "api_base_url": f"{fake}/mattermost.example/api/v4",
        }

    def delivery(self, text: str, message_id: str, sender: str = "") -> Delivery:
        return self.wrap(self._message(text, message_id, sender))

    def edit(self, text: str, message_id: str) -> Delivery:
        return self.delivery(text, message_id)

    def spoilt(self, text: str, message_id: str) -> Sequence[tuple[Delivery, int]]:
        message = self._message(text, message_id, "")
        press = {"user_id": "ada", "channel_id": "town", "context": {"action": "/order"}}
        return [
            (self.wrap({**message, "token": "another"}), 403),
            (self.wrap({key: value for key, value in message.items() if key != "token"}), 403),
            (self.wrap(press), 403),
            (self.wrap({**press, "context": {"action": "/order", "proof": "outgoing-token"}}), 403),
            (Delivery.of_form(PATH, {**message, "token": "another"}), 403),
            (Delivery.of_form(PATH, {"command": "/diner", "user_id": "ada", "channel_id": "town"}), 403),
        ]

    def body_to_mutate(self) -> Any:
        return {**self._message("hello", "7", ""), "file_ids": "a,b", "context": {"action": "/order"}}

    def wrap(self, body: Any) -> Delivery:
        return Delivery.of_json(PATH, body)

    def shown(self, calls: Sequence[Any], answer: Any) -> list[Shown]:
        return [_shown(call.body) for call in calls if call.path.endswith("/posts")]

    def _message(self, text: str, message_id: str, sender: str) -> dict[str, Any]:
        return {
            "token": "command-token",
            "channel_id": sender or "town",
            "user_id": sender or "ada",
            "user_name": "ada",
            "post_id": message_id,
            "text": f"@diner {text}",
            "trigger_word": "@diner",
            "file_ids": "",
        }


def _shown(body: Any) -> Shown:
    attachments = body.get("props", {}).get("attachments", [])
    return Shown(
        text=body.get("message", ""),
        buttons=[action["name"] for item in attachments for action in item.get("actions", ())],
        image=next((item["image_url"] for item in attachments if "image_url" in item), ""),
        raw=body,
    )


DRIVER = Mattermost()
