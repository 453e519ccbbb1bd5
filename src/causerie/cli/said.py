"""A message of the bot as lines of text."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from causerie.ports import BotMessage


def said(message: BotMessage, numbered: int = 0) -> Iterator[str]:
    """The text, then all that comes with it; buttons are numbered from ``numbered`` + 1."""
    data = message.data
    if message.text:
        yield message.text
    for number, button in enumerate(data.get("quick_replies") or data.get("buttons") or (), numbered + 1):
        yield f"  {number}: {_button(button)}"
    if data.get("image"):
        yield f"  image: {data['image']}"
    if data.get("attachment"):
        yield f"  attachment: {_plain(data['attachment'])}"
    for element in data.get("elements") or ():
        yield f"  {_element(element)}"
    if data.get("custom"):
        yield f"  custom: {_plain(data['custom'])}"


def _button(button: Mapping[str, Any]) -> str:
    title, payload = button.get("title", ""), button.get("payload") or button.get("url")
    return f"{title} ({payload})" if payload and payload != title else str(title)


def _element(element: Any) -> str:
    if not isinstance(element, Mapping):
        return str(element)
    head = ": ".join(str(element[key]) for key in ("title", "subtitle") if element.get(key))
    buttons = ", ".join(_button(button) for button in element.get("buttons") or ())
    return f"{head} [{buttons}]" if buttons else head


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
