"""``lock_store`` in endpoints.yml → a lock store."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

from causerie.ports import LockStore
from causerie.registry import Registry

if TYPE_CHECKING:
    from causerie.files.endpoints import EndpointConfig

LOCK_STORES = Registry(
    "lock store",
    {
        "in_memory": "causerie.stores.locks.memory.MemoryLockStore",
        "redis": "causerie.stores.locks.redis.RedisLockStore",
    },
)


def make_lock_store(endpoint: EndpointConfig | None, folder: Path) -> LockStore:
    """In memory when nothing is configured; paths count from ``folder``."""
    name = (endpoint.type if endpoint else None) or "in_memory"
    cls = LOCK_STORES.find(name if "." in name else name.lower())
    if endpoint is not None and (make := getattr(cls, "from_endpoint", None)):
        return cast(LockStore, make(endpoint, folder))
    return cast(LockStore, cls(endpoint) if endpoint and "." in name else cls())
