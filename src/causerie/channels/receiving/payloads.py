"""Payloads of buttons that are longer than a platform takes: named by a digest, found again in the conversation."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator

from causerie.channels.receiving.signatures import digest
from causerie.channels.rendering.parts import Json, dicts, payload_of
from causerie.dialogue.events import BotUttered
from causerie.errors import CauserieError
from causerie.ports import ConversationAccess

log = logging.getLogger(__name__)
MARK = "#"


def shortened(payload: str, longest: int, size: Callable[[str], int] = len) -> str:
    return payload if size(payload) <= longest else MARK + digest(payload)


def is_shortened(data: str) -> bool:
    return data.startswith(MARK) and len(data) == len(MARK + digest(""))


async def found(access: ConversationAccess | None, conversation: str, data: str, title: str) -> str:
    """The payload that ``data`` stands for, from what the bot said; else the button's ``title``."""
    if access is None:
        return title
    try:
        events = (await access.read(conversation)).events
    except CauserieError as error:
        log.warning("The payload of a button could not be found: %s", error)
        return title
    for event in reversed(events):
        if isinstance(event, BotUttered):
            for button in _buttons(event.data):
                if MARK + digest(payload_of(button)) == data:
                    return payload_of(button)
    return title


def _buttons(data: Json) -> Iterator[Json]:
    for key in ("buttons", "quick_replies"):
        yield from dicts(data.get(key))
    for element in dicts(data.get("elements")):
        yield from dicts(element.get("buttons"))
