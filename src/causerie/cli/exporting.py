"""Exports conversations while a person watches."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from causerie.dialogue.event_json import as_dict
from causerie.dialogue.events import Event
from causerie.errors import CauserieError, StoreError
from causerie.files.endpoints import read_endpoints
from causerie.files.project import ProjectPaths
from causerie.ports import EventBroker, Json, TrackerStore
from causerie.stores.brokers.registry import make_broker
from causerie.stores.trackers.registry import make_tracker_store


@dataclass(frozen=True, slots=True)
class Wanted:
    """``start <= time < end``; no ``ids``: all conversations. ``offset`` is added to the times."""

    start: float | None = None
    end: float | None = None
    ids: tuple[str, ...] = ()
    offset: int = 0


def export_conversations(paths: ProjectPaths, wanted: Wanted) -> None:
    """Raises CauserieError when there is nothing to export or nowhere to export to."""
    if wanted.start is not None and wanted.end is not None and wanted.end < wanted.start:
        raise CauserieError("--maximum-timestamp is before --minimum-timestamp.")
    endpoints = read_endpoints(paths.endpoints)
    if endpoints.tracker_store is None:
        raise CauserieError("There are no stored conversations: endpoints.yml names no 'tracker_store'.")
    broker = make_broker(endpoints.event_broker, paths.root)
    if broker is None:
        raise CauserieError("There is nowhere to export to: endpoints.yml names no 'event_broker'.")
    store = make_tracker_store(endpoints.tracker_store, paths.root, reads_only=True)
    count, conversations = asyncio.run(_export(store, broker, wanted))
    print(f"{count} events of {conversations} conversations are exported.")


async def _export(store: TrackerStore, broker: EventBroker, wanted: Wanted) -> tuple[int, int]:
    try:
        ids = await _conversations(store, wanted.ids)
        count = 0
        for number, sender_id in enumerate(ids):
            stored = await store.read(sender_id)
            events = list(_told(sender_id, stored.events, wanted))
            try:
                await broker.publish(events)
            except StoreError as error:
                rest = ",".join(ids[number:])
                raise StoreError(
                    f"{error}\n{count} events were exported before. Go on with: --conversation-ids {rest}"
                ) from error
            count += len(events)
        return count, len(ids)
    finally:
        await broker.close()
        await store.close()


async def _conversations(store: TrackerStore, wanted: Sequence[str]) -> list[str]:
    """Those asked for, as far as they are there; at least one."""
    stored = store.keys()
    known = [sender_id async for sender_id in stored]
    if not known:
        raise CauserieError("The tracker store holds no conversations.")
    missing = [sender_id for sender_id in wanted if sender_id not in known]
    if missing:
        print(f"The tracker store has no conversation {', '.join(missing)}.", file=sys.stderr)
    found = [sender_id for sender_id in known if sender_id in wanted] if wanted else known
    if not found:
        raise CauserieError("None of the conversations asked for is in the tracker store.")
    return found


def _told(sender_id: str, events: Sequence[Event], wanted: Wanted) -> Iterator[Json]:
    for event in sorted(events, key=lambda event: event.timestamp):
        time = event.timestamp
        if (wanted.start is None or wanted.start <= time) and (wanted.end is None or time < wanted.end):
            yield {**as_dict(event), "timestamp": time + wanted.offset, "sender_id": sender_id}
