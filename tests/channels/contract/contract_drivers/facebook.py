"""Messenger's side of the talk."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from typing import Any

from platform_driver import Delivery, Shown

PATH = "/webhooks/facebook/webhook"


class Facebook:
    name = "facebook"
    host = "graph.facebook.com"
    signs = True
    limit = 2000
    edits = "nothing"
    is_call = False
    late = True

    def credentials(self, fake: str) -> Any:
        return {
            "verify": "word",
            "secret": "facebook-secret",
            "page-access-token": "token",
            "api_base_url": f"{fake}/graph.facebook.com",
        }

    def delivery(self, text: str, message_id: str, sender: str = "") -> Delivery:
        return self.wrap(self._body({"message": {"mid": message_id, "text": text}}, sender))

    def edit(self, text: str, message_id: str) -> Delivery:
        return self.wrap(self._body({"message_edit": {"mid": message_id, "text": text, "num_edit": 1}}, ""))

    def spoilt(self, text: str, message_id: str) -> Sequence[tuple[Delivery, int]]:
        good = self.delivery(text, message_id)
        plain = {"Content-Type": "application/json"}
        return [
            (Delivery(PATH, good.body, plain), 403),
            (Delivery(PATH, good.body + b" ", good.headers), 403),
            (Delivery(PATH, good.body, {**plain, "X-Hub-Signature-256": "sha256=0"}), 403),
            (Delivery(PATH, good.body, {**plain, "X-Hub-Signature": "new=abc"}), 200),
        ]

    def body_to_mutate(self) -> Any:
        message = {
            "mid": "m7",
            "text": "hello",
            "quick_reply": {"payload": "/order"},
            "attachments": [{"type": "image", "payload": {"url": "https://cdn.example/a.png"}}],
        }
        return self._body({"message": message, "postback2": {"payload": "/order"}}, "")

    def wrap(self, body: Any) -> Delivery:
        unsigned = Delivery.of_json(PATH, body)
        digest = hmac.new(b"facebook-secret", unsigned.body, hashlib.sha256).hexdigest()
        return Delivery(PATH, unsigned.body, {**unsigned.headers, "X-Hub-Signature-256": f"sha256={digest}"})

    def shown(self, calls: Sequence[Any], answer: Any) -> list[Shown]:
        return [_shown(call.body["message"]) for call in calls if "message" in (call.body or {})]

    def _body(self, event: dict[str, Any], sender: str) -> dict[str, Any]:
        messaging = {"sender": {"id": sender or "ada"}, "recipient": {"id": "page"}, "timestamp": 1, **event}
        return {"object": "page", "entry": [{"id": "page", "time": 1, "messaging": [messaging]}]}


def _shown(message: Any) -> Shown:
    payload = (message.get("attachment") or {}).get("payload") or {}
    buttons = [*message.get("quick_replies", ()), *payload.get("buttons", ())]
    return Shown(
        text=message.get("text") or payload.get("text", ""),
        buttons=[button["title"] for button in buttons],
        links=[button["url"] for button in buttons if "url" in button],
        image=payload.get("url", ""),
        raw=message,
    )


DRIVER = Facebook()
