"""WhatsApp's side of the talk."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from typing import Any

from platform_driver import Delivery, Shown

PATH = "/webhooks/whatsapp/webhook"


class WhatsApp:
    name = "whatsapp"
    host = "whatsapp.example"
    signs = True
    limit = 4096
    edits = "nothing"
    is_call = False
    late = True

    def credentials(self, fake: str) -> Any:
        return {
            "access_token": "token",
            "phone_number_id": "1001",
            "verify": "word",
            "app_secret": "whatsapp-secret",
            "files": True,
            "api_base_url": f"{fake}/whatsapp.example",
        }

    def delivery(self, text: str, message_id: str, sender: str = "") -> Delivery:
        return self.wrap(self._body({"type": "text", "text": {"body": text}}, message_id, sender))

    def edit(self, text: str, message_id: str) -> Delivery:
        now = {"type": "text", "text": {"body": text}}
        edit = {"original_message_id": message_id, "message": now}
        return self.wrap(self._body({"type": "edit", "edit": edit}, f"{message_id}.edit", ""))

    def spoilt(self, text: str, message_id: str) -> Sequence[tuple[Delivery, int]]:
        good = self.delivery(text, message_id)
        plain = {"Content-Type": "application/json"}
        return [
            (Delivery(PATH, good.body, plain), 403),
            (Delivery(PATH, good.body + b" ", good.headers), 403),
            (Delivery(PATH, good.body, {**plain, "X-Hub-Signature-256": "sha256=0"}), 403),
        ]

    def body_to_mutate(self) -> Any:
        more = {
            "type": "text",
            "text": {"body": "hello"},
            "location": {"latitude": 50.1, "longitude": 14.4},
            "image": {"id": "I", "mime_type": "image/png", "caption": "look"},
            "interactive": {"type": "button_reply", "button_reply": {"id": "/order", "title": "Large"}},
        }
        return self._body(more, "m7", "")

    def wrap(self, body: Any) -> Delivery:
        unsigned = Delivery.of_json(PATH, body)
        digest = hmac.new(b"whatsapp-secret", unsigned.body, hashlib.sha256).hexdigest()
        return Delivery(PATH, unsigned.body, {**unsigned.headers, "X-Hub-Signature-256": f"sha256={digest}"})

    def shown(self, calls: Sequence[Any], answer: Any) -> list[Shown]:
        return [_shown(call.body) for call in calls if "type" in (call.body or {})]

    def _body(self, message: dict[str, Any], message_id: str, sender: str) -> dict[str, Any]:
        value = {
            "messaging_product": "whatsapp",
            "metadata": {"phone_number_id": "1001"},
            "messages": [{"from": sender or "15551234567", "id": message_id, "timestamp": "1", **message}],
        }
        return {
            "object": "whatsapp_business_account",
            "entry": [{"id": "1", "changes": [{"field": "messages", "value": value}]}],
        }


def _shown(body: Any) -> Shown:
    interactive = body.get("interactive") or {}
    action = interactive.get("action") or {}
    titles = [button["reply"]["title"] for button in action.get("buttons", ())]
    titles += [row["title"] for section in action.get("sections", ()) for row in section["rows"]]
    link = action.get("parameters") or {}
    return Shown(
        text=(body.get("text") or {}).get("body") or (interactive.get("body") or {}).get("text", ""),
        buttons=titles + ([link["display_text"]] if link else []),
        links=[link["url"]] if link else [],
        image=(body.get("image") or {}).get("link", ""),
        raw=body,
    )


DRIVER = WhatsApp()
