"""Reactions on a platform, kept as feedback in the conversation."""

from __future__ import annotations

import logging

from causerie.dialogue.events import FeedbackGiven
from causerie.errors import CauserieError
from causerie.ports import ConversationAccess

log = logging.getLogger(__name__)


async def note(access: ConversationAccess | None, conversation: str, message: str, value: str | None) -> None:
    """``message`` is the platform's name for it, ``value`` "up", "down" or None for feedback that is taken back.

    Without a conversation nothing is kept.
    """
    if access is None:
        return
    try:
        await access.append(conversation, [FeedbackGiven(message=message, value=value)])
    except CauserieError as error:
        log.info("A reaction in '%s' was not kept: %s", conversation, error)
