"""Messages as calls of the Bot API."""

from __future__ import annotations

from typing import Any

from causerie.channels.delivery.call import Call
from causerie.channels.receiving.payloads import shortened
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
from causerie.channels.rendering.plain import attachment_title, attachment_url, custom_text, element_text
from causerie.channels.rendering.splitting import split_text, utf8_bytes, utf16_units
from causerie.channels.telegram.custom import custom_calls
from causerie.ports import BotMessage

NATIVE = frozenset({"text", "buttons", "quick_replies", "links", "image", "attachment", "custom"})
LONGEST, LONGEST_CAPTION, LONGEST_DATA, MOST_IN_A_ROW = 4_096, 1_024, 64, 8
KINDS = {"image": "photo", "video": "video", "audio": "audio", "file": "document", "document": "document"}


def calls_of(message: BotMessage, chat: str) -> list[Call]:
    layout = str(message.metadata.get("button_type") or message.data.get("button_type") or "inline")
    return [call for part in parts_of(message) for call in _calls(part, chat, layout)]


def typing(chat: str) -> Call:
    return Call("/sendChatAction", json={"chat_id": chat, "action": "typing"}, is_courtesy=True)


def acknowledged(press: str) -> Call:
    return Call("/answerCallbackQuery", json={"callback_query_id": press}, is_courtesy=True)


def _calls(part: Part, chat: str, layout: str) -> list[Call]:
    match part:
        case Text(text):
            return _texts(text, chat)
        case Buttons(text, buttons):
            return _asked(text, buttons, chat, layout)
        case Image(url):
            return [Call("/sendPhoto", json={"chat_id": chat, "photo": url})]
        case Attachment(attachment):
            return _attached(attachment, chat)
        case Elements(elements):
            return [call for element in elements for call in _card(element, chat)]
        case Custom(custom):
            return custom_calls(custom, chat) or _texts(custom_text(custom), chat)


def _texts(text: str, chat: str) -> list[Call]:
    return [
        Call("/sendMessage", json={"chat_id": chat, "text": piece})
        for piece in split_text(text, LONGEST, utf16_units)
        if piece.strip()
    ]


def _asked(text: str, buttons: list[Json], chat: str, layout: str) -> list[Call]:
    """Buttons need a text; without one it is a sign that says nothing."""
    *before, last = split_text(text, LONGEST, utf16_units)
    body = {
        "chat_id": chat,
        "text": last if last.strip() else "…",
        "reply_markup": _keyboard(buttons, layout),
    }
    return [call for piece in before for call in _texts(piece, chat)] + [Call("/sendMessage", json=body)]


def _keyboard(buttons: list[Json], layout: str) -> Json:
    if layout == "reply":
        rows = [[{"text": _title(button)}] for button in buttons]
        return {"keyboard": rows, "resize_keyboard": False, "one_time_keyboard": True}
    width = 1 if layout == "vertical" else MOST_IN_A_ROW
    keys = [_key(button) for button in buttons]
    return {"inline_keyboard": [keys[start : start + width] for start in range(0, len(keys), width)]}


def _key(button: Json) -> Json:
    if is_link(button):
        return {"text": _title(button), "url": str(button["url"])}
    return {"text": _title(button), "callback_data": shortened(payload_of(button), LONGEST_DATA, utf8_bytes)}


def _title(button: Json) -> str:
    return str(button.get("title") or payload_of(button) or "…")


def _card(element: Json, chat: str) -> list[Call]:
    buttons = dicts(element.get("buttons"))
    text = element_text(element)
    return _asked(text, buttons, chat, "inline") if buttons else _texts(text, chat)


def _attached(attachment: Any, chat: str) -> list[Call]:
    """Files by their kind; everything else as text, as in Rasa."""
    url = attachment_url(attachment) if isinstance(attachment, dict) else None
    if url is None:
        return _texts(f"Attachment: {attachment}", chat)
    field = KINDS.get(str(attachment.get("type")), "document")
    caption = split_text(attachment_title(attachment), LONGEST_CAPTION, utf16_units)[0]
    body = {"chat_id": chat, field: url, **({"caption": caption} if caption else {})}
    return [Call(f"/send{field.capitalize()}", json=body)]
