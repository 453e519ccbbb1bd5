"""What channels' payloads and reactions need of conversations, kept in a list."""

from __future__ import annotations

from typing import Any

from causerie.dialogue.events import Event
from causerie.ports import StoredEvents


class Conversations:
    """Fits ConversationAccess as far as that goes. ``failure`` is raised instead of anything else."""

    def __init__(self, *events: Event, failure: Exception | None = None) -> None:
        self.events = list(events)
        self.failure = failure

    async def read(self, sender_id: str, after: int = 0) -> StoredEvents:
        if self.failure is not None:
            raise self.failure
        return StoredEvents(tuple(self.events), len(self.events))

    async def append(self, sender_id: str, events: Any) -> None:
        if self.failure is not None:
            raise self.failure
        self.events += events
