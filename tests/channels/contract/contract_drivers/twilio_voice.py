"""Twilio's side of a phone call; the answer is in the response."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from xml.etree import ElementTree

from platform_driver import Delivery, Shown

from contract_drivers.twilio import signed

PATH = "/webhooks/twilio_voice/webhook"
ADDRESS = "https://bot.example" + PATH


class TwilioVoice:
    name = "twilio_voice"
    host = ""
    signs = True
    limit = 4096 * 4
    edits = "turn"
    is_call = True
    late = True

    def credentials(self, fake: str) -> Any:
        return {"auth_token": "twilio-token", "webhook_url": ADDRESS}

    def delivery(self, text: str, message_id: str, sender: str = "") -> Delivery:
        signed_form = self.wrap(self._fields(text, sender))
        headers = {**signed_form.headers, "I-Twilio-Idempotency-Token": message_id}
        return Delivery(PATH, signed_form.body, headers)

    def edit(self, text: str, message_id: str) -> Delivery:
        return self.delivery(text, message_id)

    def spoilt(self, text: str, message_id: str) -> Sequence[tuple[Delivery, int]]:
        good = self.delivery(text, message_id)
        return [
            (Delivery(PATH, good.body, {"Content-Type": "application/x-www-form-urlencoded"}), 403),
            (signed(PATH, ADDRESS, self._fields(text, ""), "another"), 403),
        ]

    def body_to_mutate(self) -> Any:
        return {**self._fields("hello", ""), "Digits": "1", "Confidence": "0.9"}

    def wrap(self, body: Any) -> Delivery:
        return signed(PATH, ADDRESS, body)

    def shown(self, calls: Sequence[Any], answer: Any) -> list[Shown]:
        if not answer:
            return []
        return [
            Shown(text=say.text or "", raw=say.text) for say in ElementTree.fromstring(answer).iter("Say")
        ]

    def _fields(self, text: str, sender: str) -> dict[str, str]:
        return {
            "CallSid": "CA1",
            "AccountSid": "AC1",
            "From": sender or "+15551234567",
            "CallStatus": "in-progress",
            "SpeechResult": text,
        }


DRIVER = TwilioVoice()
