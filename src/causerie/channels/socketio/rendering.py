"""Messages in the form that rasa-webchat and Rasa's widget read."""

from __future__ import annotations

from typing import Any

from causerie.channels.rendering.parts import (
    Attachment,
    Buttons,
    Custom,
    Elements,
    Image,
    Json,
    Part,
    Text,
    parts_of,
)
from causerie.ports import BotMessage

NATIVE = frozenset({"text", "buttons", "quick_replies", "links", "image", "attachment", "elements", "custom"})


def emitted(message: BotMessage) -> list[tuple[Any, str | None]]:
    """The data of each event, and the room if the project names another than the user's."""
    parts = list(parts_of(message, split_buttons=True))
    has_buttons = any(isinstance(part, Buttons) for part in parts)
    out: list[tuple[Any, str | None]] = []
    for part in parts:
        if isinstance(part, Text) and has_buttons:
            out.append(({"text": part.text, "quick_replies": []}, None))
        else:
            out += _data(part)
    return out


def _data(part: Part) -> list[tuple[Any, str | None]]:
    match part:
        case Text(text):
            return [({"text": text}, None)]
        case Buttons(text, buttons):
            return [({"text": text, "quick_replies": [_reply(button) for button in buttons]}, None)]
        case Image(url):
            return [({"attachment": {"type": "image", "payload": {"src": url}}}, None)]
        case Attachment(attachment):
            return [({"attachment": attachment}, None)]
        case Elements(elements):
            return [(_card(element), None) for element in elements]
        case Custom(custom):
            return [_custom(custom)]


def _reply(button: Json) -> Json:
    reply = {"content_type": "text", "title": button.get("title", "")}
    for key in ("payload", "url"):
        if button.get(key) is not None:
            reply[key] = button[key]
    if "url" in reply:
        reply["type"] = "web_url"
    return reply


def _card(element: Json) -> Json:
    return {"attachment": {"type": "template", "payload": {"template_type": "generic", "elements": element}}}


def _custom(custom: Any) -> tuple[Any, str | None]:
    """``data`` is what is sent, ``room`` whom to; without ``data`` the whole."""
    if isinstance(custom, dict) and "data" in custom and set(custom) <= {"data", "room"}:
        room = custom.get("room")
        return custom["data"], str(room) if room else None
    return custom, None
