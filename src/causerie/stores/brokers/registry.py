"""``event_broker`` in endpoints.yml → an event broker."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

from causerie.errors import ComponentError
from causerie.ports import EventBroker
from causerie.registry import Registry

if TYPE_CHECKING:
    from causerie.files.endpoints import EndpointConfig

LATER = "Use type file or sql, or name a class of your own by its module path."
EVENT_BROKERS = Registry(
    "event broker",
    {
        "file": "causerie.stores.brokers.file.FileBroker",
        "sql": "causerie.stores.brokers.sql.SqlBroker",
    },
    refused={"pika": LATER, "kafka": LATER},
)
RASAS_DEFAULT = "pika"


def make_broker(endpoint: EndpointConfig | None, folder: Path) -> EventBroker | None:
    """None when nothing is configured; paths count from ``folder``. Raises ComponentError."""
    if endpoint is None:
        return None
    name = endpoint.type or RASAS_DEFAULT
    cls = EVENT_BROKERS.find(name if "." in name else name.lower())
    make = getattr(cls, "from_endpoint", None)
    if make is None:
        raise ComponentError(
            f"The event broker '{name}' has no 'from_endpoint(endpoint, folder)', which makes it."
        )
    return cast(EventBroker, make(endpoint, folder))
