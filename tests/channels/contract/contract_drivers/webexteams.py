"""Webex's side of the talk: a notice, and a message that has to be fetched."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Sequence
from typing import Any

import signing
from platform_driver import Delivery, Shown

PATH = "/webhooks/webexteams/webhook"


class Webex:
    name = "webexteams"
    host = "webexapis.com"
    signs = True
    limit = 7_439
    edits = "nothing"
    is_call = False
    late = True
    fake = ""

    def credentials(self, fake: str) -> Any:
        self.fake = fake
        return {
            "access_token": "webex-token",
            "secret": "webex-secret",
            "cards": True,
            "api_base_url": f"{fake}/webexapis.com/v1",
        }

    def delivery(self, text: str, message_id: str, sender: str = "") -> Delivery:
        self.store(message_id, self._message(text, message_id, sender))
        return self.signed(self._notice(message_id))

    def edit(self, text: str, message_id: str) -> Delivery:
        self.store(message_id, self._message(text, message_id, ""))
        return self.signed({**self._notice(message_id), "event": "updated"})

    def spoilt(self, text: str, message_id: str) -> Sequence[tuple[Delivery, int]]:
        good = self.delivery(text, message_id)
        plain = {"Content-Type": "application/json"}
        return [
            (Delivery(PATH, good.body, plain), 403),
            (Delivery(PATH, good.body, {**plain, "X-Spark-Signature": "0" * 40}), 403),
            (Delivery(PATH, good.body + b" ", good.headers), 403),
        ]

    def body_to_mutate(self) -> Any:
        """What is fetched is mutated as well as the notice."""
        message = {
            **self._message("hello", "fuzz", ""),
            "html": '<spark-mention data-object-id="webex-bot-person">Diner</spark-mention> hello',
            "files": ["https://webexapis.com/v1/contents/1"],
            "inputs": {"payload": "/order", "size": "large"},
        }
        return {"notice": self._notice("fuzz"), "stored": message}

    def wrap(self, body: Any) -> Delivery:
        if isinstance(body, dict) and "stored" in body:
            self.store("fuzz", body["stored"])
        return self.signed(body.get("notice", body) if isinstance(body, dict) else body)

    def signed(self, body: Any) -> Delivery:
        good = Delivery.of_json(PATH, body)
        headers = signing.sign("webex", good.body, "")
        return Delivery(PATH, good.body, {**good.headers, **headers})

    def store(self, message_id: str, message: Any) -> None:
        raw = json.dumps({message_id: message}).encode()
        with urllib.request.urlopen(urllib.request.Request(f"{self.fake}/_stored", raw, method="POST")):
            pass

    def shown(self, calls: Sequence[Any], answer: Any) -> list[Shown]:
        return [_shown(call.body) for call in calls if call.method == "POST"]

    def _notice(self, message_id: str) -> dict[str, Any]:
        data = {"id": message_id, "roomId": "kitchen", "personId": "person-ada"}
        return {"id": "webhook", "resource": "messages", "event": "created", "data": data}

    def _message(self, text: str, message_id: str, sender: str) -> dict[str, Any]:
        return {"id": message_id, "roomId": sender or "kitchen", "text": text, "personId": "person-ada"}


def _shown(body: Any) -> Shown:
    actions = [action for item in body.get("attachments", ()) for action in item["content"]["actions"]]
    return Shown(
        text=body.get("text", ""),
        buttons=[action["title"] for action in actions],
        links=[action["url"] for action in actions if "url" in action],
        image=next(iter(body.get("files", ())), ""),
        raw=body,
    )


DRIVER = Webex()
