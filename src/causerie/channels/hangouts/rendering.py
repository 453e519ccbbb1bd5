"""All that is said in a turn as one message: Google Chat takes one answer."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Sequence
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
    dicts,
    is_link,
    parts_of,
    payload_of,
)
from causerie.channels.rendering.plain import attachment_text, attachment_url, custom_text
from causerie.channels.rendering.splitting import split_text, utf8_bytes
from causerie.ports import BotMessage

log = logging.getLogger(__name__)
NATIVE = frozenset({"text", "buttons", "quick_replies", "links", "image", "elements", "custom"})
#: Bytes of a message with all its cards, by Google's limit; what a text may have of them.
LONGEST, LONGEST_TEXT = 32_000, 30_000
#: What a message may have; a custom message without any of it is said as text.
FIELDS = {
    "text", "cards", "cardsV2", "fallbackText", "actionResponse", "thread", "accessoryWidgets",
    "privateMessageViewer",
}  # fmt: skip
Piece = str | Json


def answer_of(messages: Sequence[BotMessage]) -> Json:
    """``{}`` when nothing is said. As soon as there is a card, texts are cards."""
    pieces = [piece for message in messages for part in parts_of(message) for piece in _pieces(part)]
    cards = [piece for piece in pieces if not isinstance(piece, str)]
    if any("cards" in piece for piece in cards):
        pieces = [_card([_paragraph(piece)]) if isinstance(piece, str) else piece for piece in pieces]
    answer: Json = {}
    for piece in pieces:
        _add({"text": piece} if isinstance(piece, str) else piece, answer)
    if "text" in answer:
        answer["text"] = _fitting(answer["text"])
    if len(json.dumps(answer, ensure_ascii=False).encode("utf-8", "surrogatepass")) > LONGEST:
        log.warning("An answer is longer than the %d bytes that Google Chat takes.", LONGEST)
    return answer


def _add(piece: Json, answer: Json) -> None:
    for key, value in piece.items():
        if isinstance(value, list) and isinstance(answer.get(key), list):
            answer[key] = answer[key] + value
        elif key == "text" and "text" in answer:
            answer[key] = f"{answer[key]}\n\n{value}"
        else:
            answer[key] = value


def _fitting(text: str) -> str:
    first, *rest = split_text(text, LONGEST_TEXT, utf8_bytes)
    if rest:
        log.warning("A text was cut: Google Chat takes %d bytes.", LONGEST)
    return f"{first} …" if rest else first


def _pieces(part: Part) -> Iterator[Piece]:
    match part:
        case Text(text):
            yield from [text] if text.strip() else []
        case Buttons(text, buttons):
            yield _card([*([_paragraph(text)] if text else []), _buttons(buttons)])
        case Image(url):
            yield _card([{"image": {"imageUrl": url}}])
        case Attachment(attachment):
            yield _attached(attachment)
        case Elements(elements):
            for element in elements:
                yield _element(element)
        case Custom(custom):
            yield _custom(custom)


def _card(widgets: list[Json], header: Json | None = None) -> Json:
    card: Json = {"sections": [{"widgets": widgets}]} if widgets else {}
    return {"cards": [{"header": header, **card} if header else card]}


def _paragraph(text: str) -> Json:
    return {"textParagraph": {"text": text}}


def _buttons(buttons: list[Json]) -> Json:
    return {"buttons": [{"textButton": _button(button)} for button in buttons]}


def _button(button: Json) -> Json:
    title = str(button.get("title") or payload_of(button) or "…")
    if is_link(button):
        return {"text": title, "onClick": {"openLink": {"url": str(button["url"])}}}
    return {"text": title, "onClick": {"action": {"actionMethodName": payload_of(button)}}}


def _element(element: Json) -> Json:
    names = {"title": "title", "subtitle": "subtitle"}
    header = {theirs: str(element[ours]) for ours, theirs in names.items() if element.get(ours)}
    header.setdefault("title", "…")
    widgets: list[Json] = []
    if element.get("image_url"):
        widgets.append({"image": {"imageUrl": str(element["image_url"])}})
    if buttons := dicts(element.get("buttons")):
        widgets.append(_buttons(buttons))
    return _card(widgets, header)


def _attached(attachment: Any) -> Piece:
    url = attachment_url(attachment)
    if url and isinstance(attachment, dict) and attachment.get("type") == "image":
        return _card([{"image": {"imageUrl": url}}])
    return attachment_text(attachment)


def _custom(custom: Any) -> Piece:
    if not isinstance(custom, dict):
        return str(custom)
    known = {key: value for key, value in custom.items() if key in FIELDS}
    is_text = set(known) <= {"text"}
    return custom_text(custom) if is_text else known
