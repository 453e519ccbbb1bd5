"""Slack's side of the talk."""

from __future__ import annotations

import hashlib
import hmac
import time
from collections.abc import Sequence
from typing import Any

from platform_driver import Delivery, Shown

PATH = "/webhooks/slack/webhook"


class Slack:
    name = "slack"
    host = "slack.com"
    signs = True
    limit = 39_000
    edits = "nothing"
    is_call = False
    late = True

    def credentials(self, fake: str) -> Any:
        return {
            "slack_token": "xoxb-1",
            "slack_signing_secret": "slack-secret",
            "api_base_url": f"{fake}/slack.com/api",
        }

    def delivery(self, text: str, message_id: str, sender: str = "") -> Delivery:
        event = {
            "type": "message",
            "user": sender or "U1",
            "text": text,
            "channel": f"D{sender or 1}",
            "channel_type": "im",
            "ts": message_id,
        }
        return self.wrap({"type": "event_callback", "event_id": "Ev1", "event": event, "authorizations": []})

    def edit(self, text: str, message_id: str) -> Delivery:
        before = {"type": "message", "user": "U1", "text": "before", "ts": message_id}
        event = {
            "type": "message",
            "subtype": "message_changed",
            "channel": "D1",
            "channel_type": "im",
            "ts": "2",
            "message": {**before, "text": text, "edited": {"user": "U1", "ts": "2.1"}},
            "previous_message": before,
        }
        return self.wrap({"type": "event_callback", "event": event})

    def spoilt(self, text: str, message_id: str) -> Sequence[tuple[Delivery, int]]:
        good = self.delivery(text, message_id)
        unsigned = Delivery(PATH, good.body, {"Content-Type": "application/json"})
        return [
            (unsigned, 400),
            (Delivery(PATH, good.body, self.signed(good.body, "another secret")), 400),
            (Delivery(PATH, good.body, self.signed(good.body, age=301)), 400),
            (Delivery(PATH, good.body + b" ", good.headers), 400),
            (
                Delivery(
                    PATH, good.body, {**good.headers, "X-Slack-Signature": "v0=é".encode().decode("latin-1")}
                ),
                400,
            ),
        ]

    def body_to_mutate(self) -> Any:
        file = {"id": "F1", "name": "a.png", "mimetype": "image/png", "size": 3}
        return {
            "type": "event_callback",
            "event": {
                "type": "message",
                "user": "U1",
                "text": "hello",
                "channel": "D1",
                "channel_type": "im",
                "ts": "7.1",
                "files": [file],
            },
            "authorizations": [{"user_id": "UBOT", "is_bot": True}],
            "actions": [{"type": "button", "value": "/order", "action_ts": "1.2"}],
            "challenge2": "x",
        }

    def wrap(self, body: Any) -> Delivery:
        unsigned = Delivery.of_json(PATH, body)
        return Delivery(PATH, unsigned.body, self.signed(unsigned.body))

    def signed(self, body: bytes, secret: str = "slack-secret", age: int = 0) -> dict[str, str]:
        stamp = str(int(time.time()) - age)
        signature = hmac.new(secret.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()
        return {
            "Content-Type": "application/json",
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": f"v0={signature}",
        }

    def shown(self, calls: Sequence[Any], answer: Any) -> list[Shown]:
        return [_shown(call.body) for call in calls if call.path.endswith("chat.postMessage")]


def _shown(body: Any) -> Shown:
    elements = [element for block in body.get("blocks", ()) for element in block.get("elements", ())]
    images = [block["image_url"] for block in body.get("blocks", ()) if block["type"] == "image"]
    return Shown(
        text=body.get("text", ""),
        buttons=[element["text"]["text"] for element in elements],
        links=[element["url"] for element in elements if "url" in element],
        image=images[0] if images else "",
        raw=body,
    )


DRIVER = Slack()
