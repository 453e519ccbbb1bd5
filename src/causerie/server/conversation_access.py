"""What channels may do with conversations, on the assistant that is served at the moment."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from causerie.dialogue.events import Event
from causerie.errors import RequestError
from causerie.ports import StoredEvents
from causerie.server.served import Served, loaded


@dataclass(frozen=True, slots=True)
class ServedConversations:
    """Fits ``causerie.ports.ConversationAccess``; raises RequestError 409 while no model is loaded."""

    served: Served

    async def read(self, sender_id: str, after: int = 0) -> StoredEvents:
        return await loaded(self.served).conversations.store.read(sender_id, after)

    async def append(self, sender_id: str, events: Sequence[Event]) -> None:
        """Raises RequestError 404 where nothing was ever said."""
        assistant = loaded(self.served)
        if not (await assistant.conversations.store.read_latest_session(sender_id)).events:
            raise RequestError(404, "NotFound", "There is no such conversation.")
        await assistant.append(sender_id, events)

    async def delete(self, sender_id: str) -> None:
        """With what the user asked answers of a GPT to be like."""
        assistant = loaded(self.served)
        await assistant.delete(sender_id)
        open_turns = assistant.processor.open_turns
        if open_turns is not None and open_turns.user_instructions is not None:
            await open_turns.user_instructions.erase(sender_id)

    @contextmanager
    def watched(self, sender_id: str, ring: Callable[[], None]) -> Iterator[None]:
        with loaded(self.served).watched(sender_id, ring):
            yield
