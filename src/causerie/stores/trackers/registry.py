"""``tracker_store`` in endpoints.yml → a tracker store."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

from causerie.ports import TrackerStore
from causerie.registry import Registry

if TYPE_CHECKING:
    from causerie.files.endpoints import EndpointConfig

LATER = "It comes with a later version; use type SQL, or leave 'tracker_store' out to keep conversations in memory."
TRACKER_STORES = Registry(
    "tracker store",
    {
        "in-memory": "causerie.stores.trackers.memory.MemoryTrackerStore",
        "inmemory": "causerie.stores.trackers.memory.MemoryTrackerStore",
        "sql": "causerie.stores.trackers.sql.SqlTrackerStore",
    },
    refused={"redis": LATER, "mongod": LATER, "dynamo": LATER},
)


def make_tracker_store(
    endpoint: EndpointConfig | None, folder: Path, *, reads_only: bool = False
) -> TrackerStore:
    """In memory when nothing is configured; paths of SQLite files count from ``folder``.

    ``reads_only``: an SQL database is left as it is, for commands that look at conversations.
    """
    name = (endpoint.type if endpoint else None) or "in-memory"
    cls = TRACKER_STORES.find(name if "." in name else name.lower())
    if endpoint is None or cls.__name__ == "MemoryTrackerStore":
        return cast(TrackerStore, cls())
    if reads_only and cls.__name__ == "SqlTrackerStore":
        return cast(TrackerStore, cls.from_endpoint(endpoint, folder, reads_only=True))  # type: ignore[attr-defined]
    return cast(TrackerStore, cls.from_endpoint(endpoint, folder))  # type: ignore[attr-defined]
