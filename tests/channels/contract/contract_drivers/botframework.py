"""The connector's side of the talk."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import signing
from platform_driver import Delivery, Shown

PATH = "/webhooks/botframework/webhook"


class BotFramework:
    name = "botframework"
    host = "smba.trafficmanager.net"
    signs = True
    limit = 12_000
    edits = "nothing"
    is_call = False
    late = True
    fake = ""

    def credentials(self, fake: str) -> Any:
        self.fake = fake
        self.token = signing.sign("botframework", b"", "")
        return {
            "app_id": "botframework-app",
            "app_password": "botframework-password",
            "tenant_id": "tenant-1",
            "card_actions": True,
            "typing": True,
            "api_base_url": fake,
        }

    def delivery(self, text: str, message_id: str, sender: str = "") -> Delivery:
        return self.wrap(self._activity(text, message_id, sender))

    def edit(self, text: str, message_id: str) -> Delivery:
        return self.wrap({**self._activity(text, message_id, ""), "type": "messageUpdate"})

    def spoilt(self, text: str, message_id: str) -> Sequence[tuple[Delivery, int]]:
        activity = self._activity(text, message_id, "")
        recipes: list[dict[str, Any]] = [
            {"key": "stranger"},
            {"claims": {"iss": "https://elsewhere.example"}},
            {"serviceurl": "https://elsewhere.example/"},
            {"claims": {"serviceurl": None}},
            {"age": 7300},
        ]
        signed = [signing.sign({"as": "botframework", **recipe}, b"", "") for recipe in recipes]
        elsewhere = signing.sign({"as": "botframework", "serviceurl": "https://elsewhere.example/"}, b"", "")
        return [
            (Delivery.of_json(PATH, activity), 401),
            *((Delivery.of_json(PATH, activity, headers), 401) for headers in signed),
            (
                Delivery.of_json(PATH, {**activity, "serviceUrl": "https://elsewhere.example/"}, elsewhere),
                401,
            ),
            (self.wrap({**activity, "channelId": "telegram"}), 401),
        ]

    def body_to_mutate(self) -> Any:
        mention = {
            "type": "mention",
            "mentioned": {"id": "28:bot", "name": "Diner"},
            "text": "<at>Diner</at>",
        }
        return {
            **self._activity("<at>Diner</at> hello", "7", ""),
            "entities": [mention],
            "value": {"action": "/order", "size": "large"},
            "attachments": [{"contentType": "image/png", "contentUrl": "https://smba.example/1"}],
        }

    def wrap(self, body: Any) -> Delivery:
        return Delivery.of_json(PATH, body, self.token)

    def shown(self, calls: Sequence[Any], answer: Any) -> list[Shown]:
        activities = [call.body for call in calls if call.path.endswith("/activities")]
        return [_shown(activity) for activity in activities if activity["type"] == "message"]

    def _activity(self, text: str, message_id: str, sender: str) -> dict[str, Any]:
        return {
            "type": "message",
            "id": message_id,
            "serviceUrl": f"{self.fake}/smba.trafficmanager.net/emea/",
            "channelId": "msteams",
            "from": {"id": sender or "ada"},
            "conversation": {"id": f"a:{sender or 1}"},
            "recipient": {"id": "28:bot", "name": "Diner"},
            "text": text,
        }


def _shown(activity: Any) -> Shown:
    cards = [item["content"] for item in activity.get("attachments", ())]
    buttons = [button for card in cards for button in card.get("buttons", ())]
    images = [image["url"] for card in cards for image in card.get("images", ())]
    return Shown(
        text=activity["text"] or next((card["subtitle"] for card in cards if "subtitle" in card), ""),
        buttons=[button["title"] for button in buttons],
        links=[button["value"] for button in buttons if button["type"] == "openUrl"],
        image=next(iter(images), ""),
        raw=activity,
    )


DRIVER = BotFramework()
