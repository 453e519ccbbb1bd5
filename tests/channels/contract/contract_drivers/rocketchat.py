"""Rocket.Chat's side of the talk. The server says when a text is too long: see test_rocketchat_platform."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from platform_driver import Delivery, Shown

PATH = "/webhooks/rocketchat/webhook"
SECRET = {"X-RocketChat-Livechat-Token": "livechat-token"}


class RocketChat:
    name = "rocketchat"
    host = "rocketchat.example"
    signs = True
    limit = math.inf
    edits = "nothing"
    is_call = False
    late = True

    def credentials(self, fake: str) -> Any:
        return {
            "user": "diner.bot",
            "password": "rocket-password",
            "server_url": "https://rocketchat.example",
            "webhook_token": "outgoing-token",
            "livechat_token": "livechat-token",
            "cards": True,
            "api_base_url": f"{fake}/rocketchat.example",
        }

    def delivery(self, text: str, message_id: str, sender: str = "") -> Delivery:
        return self.wrap(self._message(text, message_id, sender))

    def edit(self, text: str, message_id: str) -> Delivery:
        return self.wrap({**self._message(text, message_id, ""), "isEdited": True})

    def spoilt(self, text: str, message_id: str) -> Sequence[tuple[Delivery, int]]:
        message = self._message(text, message_id, "")
        livechat = {"_id": "r", "visitor": {"_id": "v"}, "messages": [{"_id": "1", "msg": text}]}
        return [
            (self.wrap({**message, "token": "livechat-token"}), 403),
            (self.wrap({key: value for key, value in message.items() if key != "token"}), 403),
            (Delivery.of_json(PATH, livechat), 403),
            (Delivery.of_json(PATH, livechat, {"X-RocketChat-Livechat-Token": "outgoing-token"}), 403),
        ]

    def body_to_mutate(self) -> Any:
        return {
            **self._message("hello", "7", ""),
            "trigger_word": "hello",
            "_id": "room",
            "type": "Message",
            "visitor2": {"_id": "v"},
            "messages": [{"_id": "1", "msg": "hello", "username": "guest", "file": {"_id": "f"}}],
        }

    def wrap(self, body: Any) -> Delivery:
        return Delivery.of_json(PATH, body, SECRET)

    def shown(self, calls: Sequence[Any], answer: Any) -> list[Shown]:
        return [_shown(call.body) for call in calls if call.path.endswith("/chat.postMessage")]

    def _message(self, text: str, message_id: str, sender: str) -> dict[str, Any]:
        return {
            "token": "outgoing-token",
            "channel_id": sender or "general",
            "message_id": message_id,
            "user_name": "ada",
            "text": text,
        }


def _shown(body: Any) -> Shown:
    attachments = body.get("attachments", [])
    actions = [action for item in attachments for action in item.get("actions", ())]
    return Shown(
        text=body.get("text", ""),
        buttons=[action["text"] for action in actions],
        links=[action["url"] for action in actions if "url" in action],
        image=next((item["image_url"] for item in attachments if "image_url" in item), ""),
        raw=body,
    )


DRIVER = RocketChat()
