"""Messages as calls of the Cloud API."""

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
from causerie.channels.rendering.plain import (
    attachment_text,
    attachment_title,
    attachment_url,
    custom_text,
    element_text,
    lines_of,
)
from causerie.channels.rendering.splitting import cut, split_text, utf16_units
from causerie.channels.whatsapp.settings import VERSION, WhatsAppSettings
from causerie.ports import BotMessage

NATIVE = frozenset({"text", "buttons", "quick_replies", "links", "image", "attachment", "custom"})
LONGEST, LONGEST_ASKED, LONGEST_CAPTION = 4_096, 1_024, 1_024
MOST_BUTTONS, LONGEST_TITLE, LONGEST_ID = 3, 20, 256
MOST_ROWS, LONGEST_ROW, LONGEST_ROW_ID = 10, 24, 200
KINDS = ("image", "video", "audio", "document", "sticker")
#: The types of messages that a custom message may be; others are said as text.
TYPES = (*KINDS, "text", "interactive", "template", "location", "contacts", "reaction")


def calls_of(message: BotMessage, recipient: str, settings: WhatsAppSettings) -> list[Call]:
    to = {"messaging_product": "whatsapp", "recipient_type": "individual", "to": recipient}
    return [
        Call(_path(settings), json={**to, **body})
        for part in parts_of(message)
        for body in _bodies(part, settings.choose)
    ]


def seen(message_id: str, settings: WhatsAppSettings) -> Call:
    """Two blue ticks, and "typing" until the answer."""
    body: Json = {"messaging_product": "whatsapp", "status": "read", "message_id": message_id}
    return Call(_path(settings), json={**body, "typing_indicator": {"type": "text"}}, is_courtesy=True)


def _path(settings: WhatsAppSettings) -> str:
    return f"/{VERSION}/{settings.phone_number_id}/messages"


def _bodies(part: Part, choose: str) -> list[Json]:
    match part:
        case Text(text):
            return _texts(text)
        case Buttons(text, buttons):
            return _asked(text, buttons, choose)
        case Image(url):
            return [{"type": "image", "image": {"link": url}}]
        case Attachment(attachment):
            return _attached(attachment)
        case Elements(elements):
            return [body for element in elements for body in _card(element, choose)]
        case Custom(custom):
            return _custom(custom)


def _texts(text: str) -> list[Json]:
    return [
        {"type": "text", "text": {"body": piece, "preview_url": False}}
        for piece in split_text(text, LONGEST, utf16_units)
        if piece.strip()
    ]


def _asked(text: str, buttons: list[Json], choose: str) -> list[Json]:
    """Up to three buttons, or a list of up to ten; links have a message each; more are read as text."""
    links = [button for button in buttons if is_link(button)]
    others = [button for button in buttons if not is_link(button)]
    if len(others) > MOST_ROWS:
        return [body for line in lines_of(Buttons(text, buttons)) for body in _texts(line)]
    *before, last = split_text(text, LONGEST_ASKED, utf16_units)
    out = [body for piece in before for body in _texts(piece)]
    asked = last if last.strip() else "…"
    if len(others) > MOST_BUTTONS:
        rows = [_row(button) for button in others]
        action: Json = {"button": cut(choose, LONGEST_TITLE), "sections": [{"rows": rows}]}
        out.append(_interactive("list", asked, action))
    elif others:
        out.append(_interactive("button", asked, {"buttons": [_button(button) for button in others]}))
    for number, link in enumerate(links):
        words = asked if not others and not number else _title(link)
        parameters = {"display_text": cut(_title(link), LONGEST_TITLE), "url": str(link["url"])}
        out.append(_interactive("cta_url", words, {"name": "cta_url", "parameters": parameters}))
    return out


def _interactive(kind: str, text: str, action: Json) -> Json:
    return {"type": "interactive", "interactive": {"type": kind, "body": {"text": text}, "action": action}}


def _button(button: Json) -> Json:
    reply = {"id": shortened(payload_of(button), LONGEST_ID), "title": cut(_title(button), LONGEST_TITLE)}
    return {"type": "reply", "reply": reply}


def _row(button: Json) -> Json:
    title = _title(button)
    row = {"id": shortened(payload_of(button), LONGEST_ROW_ID), "title": cut(title, LONGEST_ROW)}
    return {**row, "description": title[:72]} if len(title) > LONGEST_ROW else row


def _title(button: Json) -> str:
    return str(button.get("title") or payload_of(button) or "…")


def _card(element: Json, choose: str) -> list[Json]:
    image, text = element.get("image_url"), element_text(element)
    pictures: list[Json] = [{"type": "image", "image": {"link": str(image)}}] if image else []
    buttons = dicts(element.get("buttons"))
    return [*pictures, *(_asked(text, buttons, choose) if buttons else _texts(text))]


def _attached(attachment: Any) -> list[Json]:
    url = attachment_url(attachment) if isinstance(attachment, dict) else None
    if url is None:
        return _texts(attachment_text(attachment))
    given = str(attachment.get("type"))
    kind = given if given in KINDS else "document"
    media: Json = {"link": url}
    title = attachment_title(attachment)
    if kind == "document":
        media["filename"] = title or url.rsplit("/", 1)[-1]
    elif title and kind != "audio":
        media["caption"] = title[:LONGEST_CAPTION]
    return [{"type": kind, kind: media}]


def _custom(custom: Any) -> list[Json]:
    """A message of the Cloud API, with its ``type`` and what belongs to it."""
    kind = custom.get("type") if isinstance(custom, dict) else None
    if kind in TYPES and kind in custom:
        return [{"type": kind, kind: custom[kind]}]
    return _texts(custom_text(custom))
