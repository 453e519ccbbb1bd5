"""Form fields of a message, by SMS or WhatsApp."""

from __future__ import annotations

import json
from collections.abc import Mapping

from causerie.channels.receiving.signatures import digest
from causerie.ports import IncomingMessage

MOST_FILES = 10


def message_of(fields: Mapping[str, str], takes_files: bool) -> IncomingMessage | None:
    """None for reports of delivery and the like. The payload of a button comes before its words."""
    sender = fields.get("From", "")
    if not sender or fields.get("MessageStatus") or fields.get("SmsStatus", "received") != "received":
        return None
    files = _files(fields) if takes_files else []
    text = (
        fields.get("ButtonPayload")
        or fields.get("ListId")
        or _place(fields)
        or fields.get("Body", "").strip()
    )
    if not text and not files:
        return None
    number = fields.get("MessageSid") or fields.get("SmsSid")
    return IncomingMessage(
        text=text,
        sender_id=sender,
        channel="twilio",
        message_id=f"{number}-{digest(text)}" if number else None,
        metadata={"files": files} if files else {},
    )


def _place(fields: Mapping[str, str]) -> str | None:
    """A location as the payload ``/locationData``, with its entities."""
    try:
        place = {"Latitude": float(fields["Latitude"]), "Longitude": float(fields["Longitude"])}
    except (KeyError, ValueError):
        return None
    return f"/locationData{json.dumps(place)}"


def _files(fields: Mapping[str, str]) -> list[dict[str, str | None]]:
    return [
        {"url": url, "type": fields.get(f"MediaContentType{number}")}
        for number in range(MOST_FILES)
        if (url := fields.get(f"MediaUrl{number}"))
    ]
