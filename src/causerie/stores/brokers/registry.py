"""``event_broker`` in endpoints.yml → an event broker."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

from causerie.errors import ComponentError
from causerie.ports import EventBroker
from causerie.registry import Registry
from causerie.stores.brokers.rasa_style import RasaStyleBroker

if TYPE_CHECKING:
    from causerie.files.endpoints import EndpointConfig

EVENT_BROKERS = Registry(
    "event broker",
    {
        "file": "causerie.stores.brokers.file.FileBroker",
        "sql": "causerie.stores.brokers.sql.SqlBroker",
        "pika": "causerie.stores.brokers.pika.PikaBroker",
        "kafka": "causerie.stores.brokers.kafka.KafkaBroker",
    },
)
RASAS_DEFAULT = "pika"


def make_broker(endpoint: EndpointConfig | None, folder: Path) -> EventBroker | None:
    """None when nothing is configured; paths count from ``folder``. Raises ComponentError."""
    if endpoint is None:
        return None
    name = endpoint.type or RASAS_DEFAULT
    cls = EVENT_BROKERS.find(name if "." in name else name.lower())
    if hasattr(cls, "from_endpoint_config"):
        return RasaStyleBroker(cls, endpoint)
    make = getattr(cls, "from_endpoint", None)
    if make is None:
        raise ComponentError(
            f"The event broker '{name}' has neither 'from_endpoint(endpoint, folder)' nor Rasa's "
            "'from_endpoint_config(broker_config, event_loop)', one of which makes it."
        )
    return cast(EventBroker, make(endpoint, folder))
