"""What Messenger delivers: several things at once, most of them receipts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from causerie.channels.receiving.edits import of_edit
from causerie.channels.receiving.reading import a_dict, a_list, a_text
from causerie.channels.receiving.told import Liked, Said

Json = dict[str, Any]
FILES = ("image", "audio", "video", "file")
REACTIONS = {
    "like": "up",
    "love": "up",
    "smile": "up",
    "wow": "up",
    "dislike": "down",
    "angry": "down",
    "sad": "down",
}


def read_delivery(body: Json, answers_edits: bool = False) -> Iterator[Said | Liked]:
    for entry in a_list(body, "entry"):
        for event in a_list(entry, "messaging"):
            if isinstance(event, dict) and (sender := a_text(event, "sender", "id")):
                is_edit = "message_edit" in event and answers_edits and sender != a_text(entry, "id")
                found = _edit(event, sender) if is_edit else _read(event, sender)
                if found is not None:
                    yield found


def _read(event: Json, sender: str) -> Said | Liked | None:
    if message := a_dict(event, "message"):
        return _message(message, sender)
    if postback := a_dict(event, "postback"):
        payload = a_text(postback, "payload")
        number = a_text(postback, "mid") or a_text(event, "timestamp") or ""
        return Said(sender, payload, number, title=a_text(postback, "title") or "") if payload else None
    return _reaction(a_dict(event, "reaction"), sender)


def _reaction(reaction: Json, sender: str) -> Liked | None:
    """A person has one reaction: one without a meaning takes the place of the one that was there.

    Messenger may leave out which reaction was taken back.
    """
    name, liked = reaction.get("reaction"), a_text(reaction, "mid")
    if not liked or not isinstance(name, str | None):
        return None
    value = REACTIONS.get(name or "")
    match reaction.get("action"):
        case "react" if name:
            return Liked(sender, liked, value)
        case "unreact" if value or not name:
            return Liked(sender, liked, None, value)
    return None


def _edit(event: Json, sender: str) -> Said | None:
    """A person may edit a message five times."""
    text, number = a_text(event, "message_edit", "text"), a_text(event, "message_edit", "mid")
    if not text or not number:
        return None
    return Said(sender, text, f"{number}:{a_text(event, 'message_edit', 'num_edit')}", of_edit(number))


def _message(message: Json, sender: str) -> Said | None:
    """The payload of a quick reply, the text, or the address of what was sent."""
    if message.get("is_echo"):
        return None
    urls = [
        url
        for item in a_list(message, "attachments")
        if a_text(item, "type") in FILES and (url := a_text(item, "payload", "url"))
    ]
    words, pressed = a_text(message, "text"), a_text(message, "quick_reply", "payload")
    text = pressed or words or (urls[0] if urls else None)
    if not text:
        return None
    metadata: Json = {"files": [{"url": url} for url in urls]} if len(urls) > 1 else {}
    title = words or "" if pressed else None
    return Said(sender, text, a_text(message, "mid") or "", metadata, title)
