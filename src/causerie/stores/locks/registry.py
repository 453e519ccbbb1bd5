"""``lock_store`` in endpoints.yml → a lock store."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from causerie.ports import LockStore
from causerie.registry import Registry

if TYPE_CHECKING:
    from causerie.files.endpoints import EndpointConfig

LOCK_STORES = Registry(
    "lock store",
    {"in_memory": "causerie.stores.locks.memory.MemoryLockStore"},
    refused={
        "redis": "The Redis lock store comes with a later version; leave 'lock_store' out for one process."
    },
)


def make_lock_store(endpoint: EndpointConfig | None) -> LockStore:
    """In memory when nothing is configured."""
    name = (endpoint.type if endpoint else None) or "in_memory"
    cls = LOCK_STORES.find(name)
    return cast(LockStore, cls(endpoint) if endpoint and "." in name else cls())
