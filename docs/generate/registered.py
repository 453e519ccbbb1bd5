"""Everything that has a name in a file of the project, with what the code says about it."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from causerie.channels.registry import CHANNELS
from causerie.nlu.registry import components
from causerie.policies.registry import POLICIES
from causerie.registry import Registry
from causerie.stores.brokers.registry import EVENT_BROKERS
from causerie.stores.locks.registry import LOCK_STORES
from causerie.stores.models.registry import MODEL_STORAGES
from causerie.stores.trackers.registry import TRACKER_STORES

REGISTRIES: dict[str, Registry] = {
    "components": components,
    "policies": POLICIES,
    "channels": CHANNELS,
    "tracker-stores": TRACKER_STORES,
    "lock-stores": LOCK_STORES,
    "event-brokers": EVENT_BROKERS,
    "model-storages": MODEL_STORAGES,
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A name, its class, the keys with their defaults, and the keys that change nothing."""

    name: str
    cls: type
    defaults: Mapping[str, Any] = field(default_factory=dict)
    idle: tuple[str, ...] = ()

    @property
    def doc(self) -> str:
        return inspect.cleandoc(self.cls.__doc__ or "")

    @property
    def module_doc(self) -> str:
        return inspect.cleandoc(inspect.getmodule(self.cls).__doc__ or "")  # type: ignore[union-attr]


def entries(kind: str) -> list[Entry]:
    registry = REGISTRIES[kind]
    return [_entry(name, registry.find(name)) for name in registry.table]


def _entry(name: str, cls: type) -> Entry:
    idle = (*getattr(cls, "without_effect", ()), *getattr(cls, "ignored", ()))
    defaults = getattr(cls, "defaults", {})
    return Entry(name, cls, defaults, tuple(sorted(set(idle) - set(defaults))))
