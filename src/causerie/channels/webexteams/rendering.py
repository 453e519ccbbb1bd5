"""Messages as calls of ``/messages``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from causerie.channels.delivery.call import Call
from causerie.channels.rendering.parts import (
    Attachment,
    Buttons,
    Custom,
    Elements,
    Image,
    Json,
    Part,
    dicts,
    is_link,
    parts_of,
    payload_of,
)
from causerie.channels.rendering.plain import (
    attachment_title,
    attachment_url,
    custom_text,
    element_text,
    lines_of,
)
from causerie.channels.rendering.splitting import split_text, utf8_bytes
from causerie.ports import BotMessage

#: With ``cards: true`` also buttons, quick replies, links and elements.
NATIVE = frozenset({"text", "image", "attachment", "custom"})
LONGEST, MOST_BUTTONS = 7_439, 5
MESSAGES = "/messages"
#: What a message may have; a custom message without any of it is said as text.
FIELDS = {
    "roomId", "parentId", "toPersonId", "toPersonEmail", "text", "markdown", "files", "attachments",
}  # fmt: skip
FILES = ("image", "video", "audio", "file", "document")
CARD = "application/vnd.microsoft.card.adaptive"


def calls_of(message: BotMessage, room: str, shows_cards: bool = False) -> list[Call]:
    calls = []
    for part in parts_of(message, split_buttons=True):
        for body in _bodies(part, shows_cards):
            place = {} if {"roomId", "toPersonId", "toPersonEmail"} & set(body) else {"roomId": room}
            calls.append(Call(MESSAGES, json={**place, **body}))
    return calls


def _bodies(part: Part, shows_cards: bool) -> Iterator[Json]:
    match part:
        case Buttons(text, buttons) if shows_cards:
            yield from _asked(text, buttons)
        case Elements(elements) if shows_cards:
            for element in elements:
                yield from _card_of(element)
        case Image(url):
            yield {"files": [url]}
        case Attachment(attachment):
            yield from _attached(attachment)
        case Custom(custom):
            yield from _custom(custom)
        case _:
            for line in lines_of(part):
                yield from _texts(line)


def _texts(text: str) -> Iterator[Json]:
    for piece in split_text(text, LONGEST, utf8_bytes):
        if piece.strip():
            yield {"text": piece}


def _asked(text: str, buttons: list[Json]) -> Iterator[Json]:
    """A card has five buttons at most; more make more cards."""
    *before, last = split_text(text, LONGEST, utf8_bytes)
    for piece in before:
        yield from _texts(piece)
    for start in range(0, len(buttons), MOST_BUTTONS):
        body = [_block(last)] if last and start == 0 else []
        yield _carded(last or "…", body, buttons[start : start + MOST_BUTTONS])


def _card_of(element: Json) -> Iterator[Json]:
    body: list[Json] = []
    if element.get("image_url"):
        body.append({"type": "Image", "url": str(element["image_url"])})
    if element.get("title"):
        body.append({**_block(str(element["title"])), "weight": "bolder"})
    if element.get("subtitle"):
        body.append(_block(str(element["subtitle"])))
    buttons = dicts(element.get("buttons"))
    yield _carded(element_text(element), body, buttons[:MOST_BUTTONS])
    if buttons[MOST_BUTTONS:]:
        yield from _asked("", buttons[MOST_BUTTONS:])


def _block(text: str) -> Json:
    return {"type": "TextBlock", "text": text, "wrap": True}


def _carded(text: str, body: list[Json], buttons: list[Json]) -> Json:
    """``text`` is what a client shows that knows no cards."""
    card = {"type": "AdaptiveCard", "version": "1.3", "body": body, "actions": [_action(b) for b in buttons]}
    return {"text": text, "attachments": [{"contentType": CARD, "content": card}]}


def _action(button: Json) -> Json:
    title = str(button.get("title") or payload_of(button) or "…")
    if is_link(button):
        return {"type": "Action.OpenUrl", "title": title, "url": str(button["url"])}
    return {"type": "Action.Submit", "title": title, "data": {"payload": payload_of(button)}}


def _attached(attachment: Any) -> Iterator[Json]:
    """A file that Webex fetches, one per message; anything else as text."""
    url = attachment_url(attachment) if isinstance(attachment, dict) else None
    if url and attachment.get("type") in FILES:
        title = attachment_title(attachment)
        yield {"files": [url], **({"text": title} if title else {})}
    else:
        for line in lines_of(Attachment(attachment)):
            yield from _texts(line)


def _custom(custom: Any) -> Iterator[Json]:
    if isinstance(custom, dict):
        body = {key: value for key, value in custom.items() if key in FIELDS}
        if {"text", "markdown", "files", "attachments"} & set(body):
            yield body
            return
    yield from _texts(custom_text(custom) if isinstance(custom, dict) else str(custom))
