"""A message in parts, in the order in which Rasa's channels say them.

Text (with buttons or quick replies) first, then custom, image, attachment and elements.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from causerie.ports import BotMessage

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Text:
    """What stands between two blank lines."""

    text: str


@dataclass(frozen=True, slots=True)
class Buttons:
    """Quick replies vanish once one is chosen; where a platform has none they are buttons."""

    text: str
    buttons: list[Json]
    are_quick_replies: bool = False


@dataclass(frozen=True, slots=True)
class Custom:
    """JSON that the project made for this platform."""

    json: Any


@dataclass(frozen=True, slots=True)
class Image:
    url: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A URL, or an object such as ``{"type": "video", "payload": {"src": …}}``."""

    attachment: Any


@dataclass(frozen=True, slots=True)
class Elements:
    """Cards of a carousel: title, subtitle, image_url, buttons."""

    elements: list[Json] = field(default_factory=list)


Part = Text | Buttons | Custom | Image | Attachment | Elements


def parts_of(message: BotMessage, split_buttons: bool = False) -> Iterator[Part]:
    """``split_buttons``: a text with buttons is split at blank lines, too; the last part has the buttons."""
    data, text = message.data, message.text or ""
    quick, buttons = dicts(data.get("quick_replies")), dicts(data.get("buttons"))
    if quick or buttons:
        *before, last = paragraphs(text) if split_buttons else [text]
        for paragraph in before:
            yield Text(paragraph)
        yield Buttons(last, quick or buttons, bool(quick))
    elif text:
        for paragraph in paragraphs(text):
            yield Text(paragraph)
    if data.get("custom"):
        yield Custom(data["custom"])
    if data.get("image"):
        yield Image(str(data["image"]))
    if data.get("attachment"):
        yield Attachment(data["attachment"])
    if elements := dicts(data.get("elements")):
        yield Elements(elements)


def paragraphs(text: str) -> list[str]:
    """Split at every blank line; what follows a second one keeps its line break."""
    return text.strip().split("\n\n")


def dicts(value: Any) -> list[Json]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list | tuple) else []


def is_link(button: Json) -> bool:
    """Whether a button opens an address instead of saying something. One with both says its payload."""
    return bool(button.get("url")) and not button.get("payload")


def payload_of(button: Json) -> str:
    """What is said when a button is pressed; its title if nothing else is given."""
    payload = button.get("payload")
    return str(payload if payload is not None else button.get("title", ""))
