"""The base of event brokers; ``causerie.stores.brokers.rasa_style`` calls them."""

from __future__ import annotations

from typing import Any

from causerie.compat.rasa.utils.endpoints import EndpointConfig


class EventBroker:
    """Derive from it with ``from_endpoint_config`` and ``publish``."""

    @classmethod
    async def from_endpoint_config(
        cls, broker_config: EndpointConfig, event_loop: Any = None
    ) -> EventBroker | None:
        raise NotImplementedError(f"{cls.__name__} needs from_endpoint_config(broker_config, event_loop).")

    def publish(self, event: dict[str, Any]) -> None:
        raise NotImplementedError(f"{type(self).__name__} needs publish(event).")

    def is_ready(self) -> bool:
        return True

    async def close(self) -> None:
        """Nothing is open."""
