"""Tracker stores, a lock store and an event broker."""

from __future__ import annotations

import json
from asyncio import AbstractEventLoop
from pathlib import Path
from typing import Any, Dict, Iterable, Optional, Text
from urllib.parse import quote, unquote

from rasa.core.brokers.broker import EventBroker
from rasa.core.lock import TicketLock
from rasa.core.lock_store import LockStore
from rasa.core.tracker_store import SerializedTrackerAsText, SQLTrackerStore, TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig


class FolderTrackerStore(TrackerStore, SerializedTrackerAsText):
    """A file per conversation; its methods are not ``async``, as in many older projects."""

    def __init__(
        self,
        domain: Domain,
        host: Optional[Text] = None,
        event_broker: Optional[EventBroker] = None,
        folder: Text = "talks",
        **kwargs: Any,
    ) -> None:
        self.folder = Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        super().__init__(domain, event_broker, **kwargs)

    def _file(self, sender_id: Text) -> Path:
        return self.folder / f"{quote(sender_id, safe='')}.json"

    def save(self, tracker: DialogueStateTracker) -> None:
        self._file(tracker.sender_id).write_text(self.serialise_tracker(tracker), encoding="utf-8")

    def retrieve(self, sender_id: Text) -> Optional[DialogueStateTracker]:
        if not self._file(sender_id).exists():
            return None
        return self.deserialise_tracker(sender_id, self._file(sender_id).read_text(encoding="utf-8"))

    def keys(self) -> Iterable[Text]:
        return [unquote(file.stem) for file in self.folder.glob("*.json")]

    def delete(self, sender_id: Text) -> None:
        self._file(sender_id).unlink()


class CountingSQLTrackerStore(SQLTrackerStore):
    """Rasa's SQL store, and a count of what was saved."""

    saved = 0

    async def save(self, tracker: DialogueStateTracker) -> None:
        type(self).saved += 1
        await super().save(tracker)


class FileLockStore(LockStore):
    """Locks as files."""

    def __init__(self, endpoint_config: Optional[EndpointConfig] = None) -> None:
        self.folder = Path(endpoint_config.kwargs["folder"])
        self.folder.mkdir(parents=True, exist_ok=True)
        super().__init__()

    def get_lock(self, conversation_id: Text) -> Optional[TicketLock]:
        file = self.folder / conversation_id
        return TicketLock.from_dict(json.loads(file.read_text())) if file.exists() else None

    def save_lock(self, lock: TicketLock) -> None:
        (self.folder / lock.conversation_id).write_text(lock.dumps())

    def delete_lock(self, conversation_id: Text) -> None:
        file = self.folder / conversation_id
        deleted = file.exists()
        if deleted:
            file.unlink()
        self._log_deletion(conversation_id, deleted)


class ListBroker(EventBroker):
    """Keeps events in a list."""

    def __init__(self, events: list) -> None:
        self.events = events

    @classmethod
    async def from_endpoint_config(
        cls, broker_config: EndpointConfig, event_loop: Optional[AbstractEventLoop] = None
    ) -> ListBroker:
        return cls(TOLD.setdefault(broker_config.kwargs["list"], []))

    def publish(self, event: Dict[Text, Any]) -> None:
        self.events.append(event)

    async def close(self) -> None:
        self.events.append({"event": "closed"})


TOLD: Dict[Text, list] = {}
