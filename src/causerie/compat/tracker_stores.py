"""A tracker store written for Rasa.

Such a store keeps trackers, not events: a turn reads the whole conversation and writes it.
"""

from __future__ import annotations

import inspect
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any, ClassVar

from causerie.compat.calling import call, failed
from causerie.compat.rasa.core.tracker_store import TrackerStore
from causerie.compat.rasa.shared.core.domain import Domain
from causerie.compat.rasa.shared.core.trackers import DialogueStateTracker
from causerie.compat.tracker_events import theirs_of
from causerie.dialogue.events import Event, ReminderScheduled, SessionStarted
from causerie.domain import Domain as OurDomain
from causerie.errors import CauserieError, StoreError
from causerie.files.endpoints import EndpointConfig as Section
from causerie.ports import StoredEvents


class TrackerStoreHost:
    """Fits ``causerie.ports.TrackerStore``. A position is the number of events of a conversation."""

    cls: ClassVar[type[TrackerStore]]

    def __init__(self, endpoint: Section) -> None:
        self.endpoint = endpoint
        self._store: TrackerStore | None = None
        self._positions: dict[str, int] = {}

    @classmethod
    def from_endpoint(cls, endpoint: Section, folder: Path) -> TrackerStoreHost:
        return cls(endpoint)

    def use_domain(self, domain: OurDomain) -> None:
        """Trackers have the slots of this domain from now on."""
        if self._store is None:
            self._store = self._make(Domain(domain))
        else:
            self._store.domain = Domain(domain)

    @property
    def store(self) -> TrackerStore:
        if self._store is None:
            self._store = self._make(Domain.empty())
        return self._store

    def _make(self, domain: Domain) -> TrackerStore:
        options = dict(self.endpoint.options)
        made: TrackerStore = call(
            self.cls,
            "__init__",
            self.cls,
            host=self.endpoint.url,
            domain=domain,
            event_broker=None,
            **options,
        )
        return made

    async def read(self, sender_id: str, after: int = 0) -> StoredEvents:
        events = await self._all(sender_id)
        replaced = after > len(events)
        return StoredEvents(events if replaced else events[after:], len(events), replaced)

    async def read_latest_session(self, sender_id: str) -> StoredEvents:
        """Some stores retrieve one session, some all of them."""
        position = len(await self._all(sender_id))
        tracker = await self._ask("retrieve", sender_id)
        events = tuple(tracker.ours.events) if tracker is not None else ()
        starts = [place for place, event in enumerate(events) if isinstance(event, SessionStarted)]
        return StoredEvents(events[starts[-1] if starts else 0 :], position)

    async def append(
        self, sender_id: str, events: Sequence[Event], finished_reminders: Sequence[str] = ()
    ) -> int:
        """As Rasa does it: the tracker that is kept, with the new events, is saved."""
        tracker = await self._ask("retrieve", sender_id) or self.store.init_tracker(sender_id)
        tracker.update_with_events(theirs_of(event) for event in events)
        await self._ask("save", tracker)
        self._positions[sender_id] = self._positions.get(sender_id, 0) + len(events)
        return self._positions[sender_id]

    async def replace(self, sender_id: str, events: Sequence[Event]) -> int:
        tracker = self.store.init_tracker(sender_id)
        tracker.update_with_events(theirs_of(event) for event in events)
        await self._ask("save", tracker)
        if await self._all(sender_id) != tuple(tracker.ours.events):  # the store appends
            await self.delete(sender_id)
            await self._ask("save", tracker)
        return len(await self._all(sender_id))

    async def delete(self, sender_id: str) -> None:
        if not hasattr(self.store, "delete"):
            raise StoreError(
                f"The conversation can't be deleted: {self.cls.__name__} has no method 'delete(sender_id)'. Add one."
            )
        await self._ask("delete", sender_id)
        self._positions.pop(sender_id, None)

    async def keys(self) -> AsyncIterator[str]:
        for key in await self._ask("keys"):
            yield key.decode() if isinstance(key, bytes) else str(key)

    async def pending_reminders(self) -> list[tuple[str, ReminderScheduled]]:
        """Rasa's stores know nothing of reminders."""
        return []

    async def close(self) -> None:
        if self._store is not None and hasattr(self._store, "close"):
            await self._ask("close")

    async def _all(self, sender_id: str) -> tuple[Event, ...]:
        found = await self._ask("retrieve_full_tracker", sender_id)
        events = tuple(found.ours.events) if found is not None else ()
        self._positions[sender_id] = len(events)
        return events

    async def _ask(self, method: str, *args: Any) -> Any:
        """What a method gives, async or not; raises StoreError when it raises or gives something else."""
        try:
            found = getattr(self.store, method)(*args)
            found = await found if inspect.isawaitable(found) else found
        except CauserieError:
            raise
        except Exception as error:
            raise failed(self.cls, method, error, StoreError) from error
        if method.startswith("retrieve") and not isinstance(found, DialogueStateTracker | None):
            raise StoreError(
                f"{self.cls.__name__}: '{method}' must return a DialogueStateTracker or None; it returned {found!r:.60}."
            )
        return found


def tracker_store_host(cls: type[TrackerStore]) -> type[TrackerStoreHost]:
    return type(cls.__name__, (TrackerStoreHost,), {"cls": cls, "__doc__": cls.__doc__})
