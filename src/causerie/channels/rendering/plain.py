"""What a platform can't show, as text."""

from __future__ import annotations

import json
from collections.abc import Iterator
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
)

RESERVED = ("title", "payload")


def lines_of(part: Part) -> Iterator[str]:
    """Messages that say the same in words. Buttons follow their text, one message each, with numbers."""
    match part:
        case Text(text):
            yield text
        case Buttons(text, buttons):
            if text:
                yield text
            for number, button in enumerate(buttons, 1):
                yield button_line(number, button)
        case Custom(json_message):
            yield custom_text(json_message)
        case Image(url):
            yield f"Image: {url}"
        case Attachment(attachment):
            yield attachment_text(attachment)
        case Elements(elements):
            for element in elements:
                yield from lines_of(Buttons(element_text(element), dicts(element.get("buttons"))))


def button_line(number: int, button: Json) -> str:
    """``1: Small (/order{"size": "small"})``, as in Rasa; other keys follow as JSON."""
    line = f"{number}: {button.get('title', '')}"
    if button.get("payload") is not None:
        line += f" ({button['payload']})"
    others = {key: value for key, value in button.items() if key not in RESERVED}
    return f"{line} - {json.dumps(others)}" if others else line


def element_text(element: Json) -> str:
    return f"{element.get('title', '')} : {element.get('subtitle', '')}"


def attachment_text(attachment: Any) -> str:
    """The address of an attachment, with its title if it has one."""
    if not isinstance(attachment, dict):
        return f"Attachment: {attachment}"
    title, url = attachment_title(attachment), attachment_url(attachment)
    if url is None:
        return f"Attachment: {json.dumps(attachment, ensure_ascii=False)}"
    return f"{title}: {url}" if title else f"Attachment: {url}"


def attachment_url(attachment: Any) -> str | None:
    """The address in an attachment of whatever form; None when there is none."""
    if isinstance(attachment, str):
        return attachment
    if not isinstance(attachment, dict):
        return None
    payload = attachment.get("payload")
    for holder in (payload, attachment):
        if isinstance(holder, dict):
            for key in ("src", "url"):
                if isinstance(holder.get(key), str):
                    return str(holder[key])
    return None


def attachment_title(attachment: Any) -> str:
    if not isinstance(attachment, dict):
        return ""
    payload = attachment.get("payload")
    for holder in (payload, attachment):
        if isinstance(holder, dict) and isinstance(holder.get("title"), str):
            return str(holder["title"])
    return ""


def custom_text(json_message: Any) -> str:
    """Its own text if it has one, else the JSON."""
    if isinstance(json_message, dict) and isinstance(json_message.get("text"), str):
        return str(json_message["text"])
    return json.dumps(json_message, ensure_ascii=False)
