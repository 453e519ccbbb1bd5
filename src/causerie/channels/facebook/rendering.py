"""Messages as calls of the Send API."""

from __future__ import annotations

from typing import Any

from causerie.channels.delivery.call import Call
from causerie.channels.facebook.settings import VERSION
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
from causerie.channels.rendering.plain import attachment_text, attachment_url, custom_text
from causerie.channels.rendering.splitting import cut, split_text
from causerie.ports import BotMessage

NATIVE = frozenset({"text", "buttons", "quick_replies", "links", "image", "attachment", "elements", "custom"})
SEND = f"/{VERSION}/me/messages"
LONGEST, LONGEST_ASKED, LONGEST_TITLE, LONGEST_PAYLOAD, LONGEST_OF_CARD = 2_000, 640, 20, 1_000, 80
MOST_BUTTONS, MOST_REPLIES, MOST_CARDS = 3, 13, 10
#: What a message of the Send API may have; a custom message without any of it is said as text.
FIELDS = {"text", "attachment", "quick_replies", "metadata"}


def calls_of(message: BotMessage, recipient: str) -> list[Call]:
    return [call for part in parts_of(message) for call in _calls(part, recipient)]


def action(recipient: str, name: str) -> Call:
    """``mark_seen``, ``typing_on`` or ``typing_off``."""
    return Call(SEND, json={"recipient": {"id": recipient}, "sender_action": name}, is_courtesy=True)


def _calls(part: Part, recipient: str) -> list[Call]:
    if isinstance(part, Custom):
        sender = part.json.get("sender") if isinstance(part.json, dict) else None
        if isinstance(sender, dict) and sender.get("id"):
            recipient = str(sender["id"])
    return [
        Call(
            SEND,
            json={
                "messaging_type": "RESPONSE",
                "notification_type": "REGULAR",
                "recipient": {"id": recipient},
                "message": message,
            },
        )
        for message in _messages(part)
    ]


def _messages(part: Part) -> list[Json]:
    match part:
        case Text(text):
            return _texts(text)
        case Buttons(text, buttons, are_quick_replies):
            return _asked(text, buttons, are_quick_replies)
        case Image(url):
            return [{"attachment": {"type": "image", "payload": {"url": url}}}]
        case Attachment(attachment):
            return _attached(attachment)
        case Elements(elements):
            return [
                _template(
                    "generic", elements=[_card(element) for element in elements[start : start + MOST_CARDS]]
                )
                for start in range(0, len(elements), MOST_CARDS)
            ]
        case Custom(custom):
            return _custom(custom)


def _texts(text: str) -> list[Json]:
    return [{"text": piece} for piece in split_text(text, LONGEST) if piece.strip()]


def _asked(text: str, buttons: list[Json], are_quick_replies: bool) -> list[Json]:
    """Up to three buttons; more become quick replies, which can't be links; else several messages."""
    has_links = any(is_link(button) for button in buttons)
    if (are_quick_replies or len(buttons) > MOST_BUTTONS) and len(buttons) <= MOST_REPLIES and not has_links:
        *before, last = split_text(text, LONGEST)
        asked: Json = {
            "text": last if last.strip() else "…",
            "quick_replies": [_reply(button) for button in buttons],
        }
        return [message for piece in before for message in _texts(piece)] + [asked]
    *before, last = split_text(text, LONGEST_ASKED)
    rows = [buttons[start : start + MOST_BUTTONS] for start in range(0, len(buttons), MOST_BUTTONS)]
    templates = [
        _template(
            "button",
            text=last if last.strip() and not number else "…",
            buttons=[_button(button) for button in row],
        )
        for number, row in enumerate(rows)
    ]
    return [message for piece in before for message in _texts(piece)] + templates


def _template(kind: str, **fields: Any) -> Json:
    return {"attachment": {"type": "template", "payload": {"template_type": kind, **fields}}}


def _reply(button: Json) -> Json:
    title = cut(str(button.get("title") or payload_of(button)), LONGEST_TITLE)
    return {"content_type": "text", "title": title, "payload": shortened(payload_of(button), LONGEST_PAYLOAD)}


def _button(button: Json) -> Json:
    """The project's own keys are passed on; a type is added where there is none."""
    title = cut(str(button.get("title") or payload_of(button)), LONGEST_TITLE)
    kind = button.get("type") or ("web_url" if is_link(button) else "postback")
    said = {"payload": shortened(payload_of(button), LONGEST_PAYLOAD)} if kind == "postback" else {}
    return {**button, "title": title, "type": kind, **said}


def _card(element: Json) -> Json:
    """Three buttons at most; a card with empty ones is refused."""
    buttons = [_button(button) for button in dicts(element.get("buttons"))[:MOST_BUTTONS]]
    words = {
        key: cut(str(element[key]), LONGEST_OF_CARD) for key in ("title", "subtitle") if element.get(key)
    }
    others = {key: value for key, value in element.items() if key != "buttons"}
    return {**others, **words, **({"buttons": buttons} if buttons else {})}


def _attached(attachment: Any) -> list[Json]:
    """Files by their kind, Messenger's own form as it is, everything else as text."""
    if isinstance(attachment, dict) and attachment.get("type") in ("image", "video", "audio", "file"):
        url = attachment_url(attachment)
        if url:
            return [{"attachment": {"type": attachment["type"], "payload": {"url": url}}}]
    if isinstance(attachment, dict) and attachment.get("type") == "template":
        return [{"attachment": attachment}]
    return _texts(attachment_text(attachment))


def _custom(custom: Any) -> list[Json]:
    if not isinstance(custom, dict):
        return _texts(str(custom))
    known = {key: value for key, value in custom.items() if key in FIELDS}
    return [known] if known else _texts(custom_text(custom))
