"""What the Cloud API delivers: messages, presses, reactions, and many reports."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from causerie.channels.receiving.edits import of_edit
from causerie.channels.receiving.reading import a_dict, a_list, a_text, at
from causerie.channels.receiving.told import Liked, Said

Json = dict[str, Any]
MEDIA = ("image", "document", "audio", "video", "sticker")
REACTIONS = {
    "👍": "up",
    "❤": "up",
    "❤️": "up",
    "🎉": "up",
    "🙏": "up",
    "👏": "up",
    "👎": "down",
    "😡": "down",
    "😢": "down",
}


def read_delivery(
    body: Json, number: str, takes_files: bool = False, answers_edits: bool = False
) -> Iterator[Said | Liked]:
    """``number``: the id of the bot's number; what is for another of the same app is left out."""
    for entry in a_list(body, "entry"):
        for change in a_list(entry, "changes"):
            if a_text(change, "value", "metadata", "phone_number_id") in (None, number):
                for message in a_list(change, "value", "messages"):
                    if not isinstance(message, dict):
                        continue
                    is_edit = message.get("type") == "edit" and answers_edits
                    found = _edit(message) if is_edit else _read(message, takes_files)
                    if found is not None:
                        yield found


def _read(message: Json, takes_files: bool) -> Said | Liked | None:
    sender, number, kind = a_text(message, "from"), a_text(message, "id"), a_text(message, "type")
    if not sender or not number:
        return None
    if kind == "reaction":
        return _reaction(a_dict(message, "reaction"), sender)
    if kind == "button":
        title = a_text(message, "button", "text")
        text = a_text(message, "button", "payload") or title
        return Said(sender, text, number, title=title) if text else None
    if kind == "interactive":
        chosen = a_dict(message, "interactive", "button_reply") or a_dict(
            message, "interactive", "list_reply"
        )
        text = a_text(chosen, "id") or a_text(chosen, "title")
        return Said(sender, text, number, title=a_text(chosen, "title")) if text else None
    if kind in MEDIA:
        return _media(message, kind, sender, number, takes_files)
    text = _place(message) if kind == "location" else a_text(message, "text", "body")
    return Said(sender, text, number) if text else None


def _reaction(reaction: Json, sender: str) -> Liked | None:
    """A person has one reaction: one without a meaning, or none, takes the place of the one that was there."""
    emoji, liked = reaction.get("emoji"), a_text(reaction, "message_id")
    if not liked or not isinstance(emoji, str | None):
        return None
    return Liked(sender, liked, REACTIONS.get(emoji or ""))


def _edit(message: Json) -> Said | None:
    """What the message says now: its text, or the words below a picture."""
    original, now = a_text(message, "edit", "original_message_id"), a_dict(message, "edit", "message")
    found = _read({**now, "from": message.get("from"), "id": message.get("id")}, takes_files=False)
    if not isinstance(found, Said) or not original:
        return None
    return replace(found, metadata=of_edit(original))


def _media(message: Json, kind: str, sender: str, number: str, takes_files: bool) -> Said | None:
    caption, file = a_text(message, kind, "caption") or "", a_text(message, kind, "id")
    if not takes_files or not file:
        return Said(sender, caption, number) if caption else None
    kept = {
        "id": file,
        "kind": kind,
        "name": a_text(message, kind, "filename"),
        "type": a_text(message, kind, "mime_type"),
    }
    return Said(sender, caption, number, {"files": [kept]})


def _place(message: Json) -> str | None:
    latitude, longitude = at(message, "location", "latitude"), at(message, "location", "longitude")
    if not all(
        isinstance(value, int | float) and not isinstance(value, bool) for value in (latitude, longitude)
    ):
        return None
    return f"/locationData{json.dumps({'Latitude': latitude, 'Longitude': longitude})}"
