"""Twilio's side of the talk, by SMS."""

from __future__ import annotations

import base64
import hashlib
import hmac
import urllib.parse
from collections.abc import Sequence
from typing import Any

from platform_driver import Delivery, Shown

PATH = "/webhooks/twilio/webhook"
ADDRESS = "https://bot.example" + PATH


def signed(path: str, address: str, fields: Any, token: str = "twilio-token") -> Delivery:
    """A form with Twilio's signature; nested values become text."""
    form = (
        {str(name): str(value) for name, value in fields.items()}
        if isinstance(fields, dict)
        else {"Body": str(fields)}
    )
    unsigned = Delivery.of_form(path, {k: v.encode("utf-8", "replace").decode() for k, v in form.items()})
    pairs = urllib.parse.parse_qsl(unsigned.body.decode(), keep_blank_values=True)
    text = address + "".join(name + value for name, value in sorted(pairs))
    digest = base64.b64encode(hmac.new(token.encode(), text.encode(), hashlib.sha1).digest()).decode()
    return Delivery(path, unsigned.body, {**unsigned.headers, "X-Twilio-Signature": digest})


class Twilio:
    name = "twilio"
    host = "api.twilio.com"
    signs = True
    limit = 1600
    edits = "turn"
    is_call = False
    late = True

    def credentials(self, fake: str) -> Any:
        return {
            "account_sid": "AC1",
            "auth_token": "twilio-token",
            "twilio_number": "+15550001111",
            "webhook_url": ADDRESS,
            "files": True,
            "api_base_url": f"{fake}/api.twilio.com",
        }

    def delivery(self, text: str, message_id: str, sender: str = "") -> Delivery:
        return self.wrap(self._fields(text, message_id, sender))

    def edit(self, text: str, message_id: str) -> Delivery:
        return self.delivery(text, message_id)

    def spoilt(self, text: str, message_id: str) -> Sequence[tuple[Delivery, int]]:
        good = self.delivery(text, message_id)
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        return [
            (Delivery(PATH, good.body, form), 403),
            (signed(PATH, ADDRESS, self._fields(text, message_id, ""), "another"), 403),
            (signed(PATH, "https://elsewhere.example", self._fields(text, message_id, "")), 403),
            (Delivery(PATH, good.body + b"&Body=%2Forder", good.headers), 403),
            (signed(PATH, ADDRESS, {**self._fields(text, message_id, ""), "AccountSid": "AC2"}), 403),
        ]

    def body_to_mutate(self) -> Any:
        more = {
            "Latitude": "50.1",
            "Longitude": "14.4",
            "NumMedia": "1",
            "MediaUrl0": "https://m/1",
            "ButtonPayload": "",
        }
        return {**self._fields("hello", "7", ""), **more}

    def wrap(self, body: Any) -> Delivery:
        return signed(PATH, ADDRESS, body)

    def shown(self, calls: Sequence[Any], answer: Any) -> list[Shown]:
        return [
            Shown(text=call.body.get("Body", ""), image=call.body.get("MediaUrl", ""), raw=call.body)
            for call in calls
        ]

    def _fields(self, text: str, message_id: str, sender: str) -> dict[str, str]:
        return {
            "MessageSid": message_id,
            "SmsStatus": "received",
            "AccountSid": "AC1",
            "From": sender or "+15551234567",
            "To": "+15550001111",
            "Body": text,
        }


DRIVER = Twilio()
