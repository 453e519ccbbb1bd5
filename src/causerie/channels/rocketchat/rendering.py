"""Messages as calls of ``chat.postMessage``. Those that are too long are split when the server says so."""

from __future__ import annotations

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
    Text,
    dicts,
    is_link,
    parts_of,
    payload_of,
)
from causerie.channels.rendering.plain import attachment_text, attachment_url, custom_text
from causerie.ports import BotMessage

NATIVE = frozenset({"text", "buttons", "quick_replies", "links", "image", "attachment", "elements", "custom"})
POST = "/api/v1/chat.postMessage"
#: What a post may have; a custom message without any of it is said as text.
FIELDS = {
    "roomId", "channel", "text", "alias", "emoji", "avatar", "attachments", "tmid", "parseUrls", "customFields",
}  # fmt: skip
#: By one of these a message attachment is known.
ATTACHMENT_FIELDS = {
    "text", "title", "title_link", "author_name", "image_url", "thumb_url", "audio_url", "video_url", "fields",
    "actions", "description",
}  # fmt: skip


def calls_of(message: BotMessage, room: str, shows_cards: bool = False) -> list[Call]:
    calls = []
    for part in parts_of(message):
        for post in _posts(part, shows_cards):
            place = {} if {"roomId", "channel"} & set(post) else {"roomId": room}
            calls.append(Call(POST, json={**place, **post}))
    return calls


def _posts(part: Part, shows_cards: bool) -> list[Json]:
    match part:
        case Text(text):
            return _texts(text)
        case Buttons(text, buttons):
            return [{"text": text, "attachments": [{"actions": [_action(button) for button in buttons]}]}]
        case Image(url):
            return [{"attachments": [{"image_url": url, "collapsed": False}]}]
        case Attachment(attachment):
            return _attached(attachment)
        case Elements(elements):
            return [{"attachments": [_card(item) for item in elements] if shows_cards else elements}]
        case Custom(custom):
            return _custom(custom)


def _texts(text: str) -> list[Json]:
    return [{"text": text}] if text.strip() else []


def _action(button: Json) -> Json:
    title = str(button.get("title") or payload_of(button) or "…")
    if is_link(button):
        return {"text": title, "url": str(button["url"]), "type": "button"}
    return {"text": title, "msg": payload_of(button), "type": "button", "msg_in_chat_window": True}


def _card(element: Json) -> Json:
    names = {"title": "title", "subtitle": "text", "image_url": "image_url"}
    card = {theirs: str(element[ours]) for ours, theirs in names.items() if element.get(ours)}
    buttons = dicts(element.get("buttons"))
    return {**card, "actions": [_action(button) for button in buttons]} if buttons else card


def _attached(attachment: Any) -> list[Json]:
    """Rocket.Chat's own form as it is, pictures, sound and films by their address, the rest as text."""
    if isinstance(attachment, dict):
        url, kind = attachment_url(attachment), attachment.get("type")
        if url and kind in ("image", "audio", "video"):
            return [{"attachments": [{f"{kind}_url": url}]}]
        if ATTACHMENT_FIELDS & set(attachment) and "payload" not in attachment:
            return [{"attachments": [attachment]}]
    return _texts(attachment_text(attachment))


def _custom(custom: Any) -> list[Json]:
    if not isinstance(custom, dict):
        return _texts(str(custom))
    post = {key: value for key, value in custom.items() if key in FIELDS}
    if "room_id" in custom:
        post.setdefault("roomId", custom["room_id"])
    if not {"text", "attachments"} & set(post):
        return _texts(custom_text(custom))
    return [post]
