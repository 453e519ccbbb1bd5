"""Messages as calls of Twilio's Messages API; buttons are words."""

from __future__ import annotations

from typing import Any

from causerie.channels.delivery.call import Call
from causerie.channels.rendering.parts import Attachment, Custom, Image, Json, Part, parts_of
from causerie.channels.rendering.plain import attachment_title, attachment_url, custom_text, lines_of
from causerie.channels.rendering.splitting import split_text
from causerie.ports import BotMessage

NATIVE = frozenset({"text", "image", "attachment", "custom"})
LONGEST = 1_600
WHATSAPP = "whatsapp:"
#: Arguments of Twilio's Python client, which projects write, and the API's names for them.
ARGUMENTS = {
    "body": "Body", "from_": "From", "media_url": "MediaUrl", "persistent_action": "PersistentAction",
    "messaging_service_sid": "MessagingServiceSid", "content_sid": "ContentSid",
    "content_variables": "ContentVariables", "status_callback": "StatusCallback", "max_price": "MaxPrice",
    "provide_feedback": "ProvideFeedback", "attempt": "Attempt", "validity_period": "ValidityPeriod",
    "force_delivery": "ForceDelivery", "shorten_urls": "ShortenUrls", "schedule_type": "ScheduleType",
    "send_at": "SendAt", "smart_encoded": "SmartEncoded", "to": "To",
}  # fmt: skip


def calls_of(message: BotMessage, recipient: str, account: str, number: str) -> list[Call]:
    """Who is on WhatsApp is answered from the number's WhatsApp account."""
    sender = number
    if recipient.startswith(WHATSAPP) and not number.startswith(WHATSAPP):
        sender = WHATSAPP + number
    path = f"/2010-04-01/Accounts/{account}/Messages.json"
    to = {"To": recipient, "From": sender}
    return [
        Call(path, form={**to, **form})
        for part in parts_of(message, split_buttons=True)
        for form in _forms(part)
    ]


def _forms(part: Part) -> list[Json]:
    match part:
        case Image(url):
            return [{"MediaUrl": url}]
        case Attachment(attachment) if isinstance(attachment, dict) and (media := attachment_url(attachment)):
            title = attachment_title(attachment)
            return [{"MediaUrl": media, **({"Body": title[:LONGEST]} if title else {})}]
        case Custom(custom):
            return _custom(custom)
        case _:
            return [
                {"Body": piece}
                for line in lines_of(part)
                for piece in split_text(line, LONGEST)
                if piece.strip()
            ]


def _custom(custom: Any) -> list[Json]:
    """Arguments that Twilio knows; without any of them the message's own words."""
    known = _known(custom) if isinstance(custom, dict) else {}
    if set(known) & {"Body", "MediaUrl", "ContentSid"}:
        return [known]
    return [{"Body": piece, **known} for piece in split_text(custom_text(custom), LONGEST)]


def _known(custom: Json) -> Json:
    found = {}
    for key, value in custom.items():
        if key in ARGUMENTS and value is not None:
            found[ARGUMENTS[key]] = str(value).lower() if isinstance(value, bool) else value
    return found
