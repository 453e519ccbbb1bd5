"""Reactions on a platform, kept as feedback in the conversation."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable
from weakref import WeakValueDictionary

from causerie.dialogue.events import Event, FeedbackGiven
from causerie.errors import CauserieError
from causerie.ports import ConversationAccess

log = logging.getLogger(__name__)
#: Held while a conversation's reaction is noted: what comes next has to see it.
_noting: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()


async def note(
    access: ConversationAccess | None,
    conversation: str,
    message: str,
    value: str | None,
    was: str | None = None,
) -> None:
    """``message`` is the platform's name for it, ``value`` "up", "down" or None for a reaction that was taken back.

    What was taken back meant ``was`` (None: the platform doesn't say), and only the same opinion goes with it: after
    👍 and 👎, without 👍 there is still 👎. Without a conversation nothing is kept.
    """
    if access is None:
        return
    try:
        async with _noting.setdefault(conversation, asyncio.Lock()):
            if value is None:
                stands = _last(message, (await access.read(conversation)).events)
                if stands is None or was not in (None, stands):
                    return
            await access.append(conversation, [FeedbackGiven(message=message, value=value)])
    except CauserieError as error:
        log.info("A reaction in '%s' was not kept: %s", conversation, error)


def _last(message: str, events: Iterable[Event]) -> str | None:
    """The opinion of a message that stands."""
    given = [event for event in events if isinstance(event, FeedbackGiven) and event.message == message]
    return given[-1].value if given else None
