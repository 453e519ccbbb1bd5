"""The bases of tracker stores."""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from causerie.compat.rasa.shared.core.conversation import Dialogue
from causerie.compat.rasa.shared.core.domain import Domain
from causerie.compat.rasa.shared.core.events import ActionExecuted, Event
from causerie.compat.rasa.shared.core.trackers import DialogueStateTracker
from causerie.compat.tracker_events import ours_of, theirs_of
from causerie.domain.names import ACTION_LISTEN
from causerie.files.endpoints import EndpointConfig as Section
from causerie.stores.trackers.sql import SqlTrackerStore

Json = dict[str, Any]


class SerializedTrackerAsText:
    """For stores that keep texts."""

    @staticmethod
    def serialise_tracker(tracker: DialogueStateTracker) -> str:
        return json.dumps(tracker.as_dialogue().as_dict())


class SerializedTrackerAsDict:
    """For stores that keep documents."""

    @staticmethod
    def serialise_tracker(tracker: DialogueStateTracker) -> Json:
        return {**tracker.as_dialogue().as_dict(), "sender_id": tracker.sender_id}


class TrackerStore:
    """Derive from it with ``save``, ``retrieve`` and ``keys``, each ``async`` or not."""

    def __init__(self, domain: Domain | None, event_broker: Any = None, **kwargs: Any) -> None:
        self.domain = domain or Domain.empty()
        self.event_broker = event_broker
        self.max_event_history: int | None = None

    async def save(self, tracker: DialogueStateTracker) -> None:
        raise NotImplementedError(f"{type(self).__name__} needs save(tracker).")

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The conversation since its latest session began, or all of it."""
        raise NotImplementedError(f"{type(self).__name__} needs retrieve(sender_id).")

    async def retrieve_full_tracker(self, conversation_id: str) -> DialogueStateTracker | None:
        found: DialogueStateTracker | None = await _waited(self.retrieve(conversation_id))
        return found

    async def keys(self) -> Iterable[str]:
        raise NotImplementedError(f"{type(self).__name__} needs keys().")

    async def exists(self, conversation_id: str) -> bool:
        return await _waited(self.retrieve(conversation_id)) is not None

    async def stream_events(self, tracker: DialogueStateTracker) -> None:
        """Causerie tells the event broker by itself."""

    def init_tracker(self, sender_id: str) -> DialogueStateTracker:
        return DialogueStateTracker(sender_id, self.domain.slots)

    async def create_tracker(self, sender_id: str, append_action_listen: bool = True) -> DialogueStateTracker:
        tracker = self.init_tracker(sender_id)
        if append_action_listen:
            tracker.update(ActionExecuted(ACTION_LISTEN))
        await _waited(self.save(tracker))
        return tracker

    async def get_or_create_tracker(
        self, sender_id: str, max_event_history: int | None = None, append_action_listen: bool = True
    ) -> DialogueStateTracker:
        found = await _waited(self.retrieve(sender_id))
        return found or await self.create_tracker(sender_id, append_action_listen)

    def deserialise_tracker(self, sender_id: str, serialised_tracker: str | bytes) -> DialogueStateTracker:
        """The tracker in what ``SerializedTrackerAsText`` made."""
        dialogue = Dialogue.from_parameters(json.loads(serialised_tracker))
        return self._tracker(sender_id, dialogue.events)

    def _tracker(self, sender_id: str, events: Iterable[Event]) -> DialogueStateTracker:
        tracker = self.init_tracker(sender_id)
        tracker.update_with_events(events)
        return tracker

    @classmethod
    def __causerie__(cls, kind: str) -> type:
        from causerie.compat.tracker_stores import tracker_store_host

        return tracker_store_host(cls)


async def _waited(found: Any) -> Any:
    """Methods of a derived class may be ``async`` or not."""
    return await found if inspect.isawaitable(found) else found


class InMemoryTrackerStore(TrackerStore, SerializedTrackerAsText):
    """Conversations as texts in ``store``."""

    def __init__(self, domain: Domain | None, event_broker: Any = None, **kwargs: Any) -> None:
        super().__init__(domain, event_broker, **kwargs)
        self.store: dict[str, str] = {}

    async def save(self, tracker: DialogueStateTracker) -> None:
        self.store[tracker.sender_id] = self.serialise_tracker(tracker)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        found = self.store.get(sender_id)
        return self.deserialise_tracker(sender_id, found) if found is not None else None

    async def keys(self) -> Iterable[str]:
        return list(self.store)

    async def delete(self, sender_id: str) -> None:
        self.store.pop(sender_id, None)


class SQLTrackerStore(TrackerStore):
    """Rasa's table, by ``causerie.stores.trackers.sql``; takes the keys of its section in endpoints.yml."""

    def __init__(self, domain: Domain | None = None, event_broker: Any = None, **kwargs: Any) -> None:
        super().__init__(domain, event_broker)
        host = kwargs.pop("host", None)
        self._sql = SqlTrackerStore.from_endpoint(Section("SQL", host, kwargs), Path.cwd())

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Append what came after the session that is stored."""
        known = await self._sql.read_latest_session(tracker.sender_id)
        new = [ours_of(event) for event in tracker.events[len(known.events) :]]
        if new:
            await self._sql.append(tracker.sender_id, new)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        found = (await self._sql.read_latest_session(sender_id)).events
        return self._tracker(sender_id, map(theirs_of, found)) if found else None

    async def retrieve_full_tracker(self, conversation_id: str) -> DialogueStateTracker | None:
        found = (await self._sql.read(conversation_id)).events
        return self._tracker(conversation_id, map(theirs_of, found)) if found else None

    async def keys(self) -> Iterable[str]:
        return [key async for key in self._sql.keys()]  # noqa: SIM118 - no dict

    async def delete(self, sender_id: str) -> None:
        await self._sql.delete(sender_id)

    async def close(self) -> None:
        await self._sql.close()
