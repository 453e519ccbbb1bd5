"""A project's own broker that was written for Rasa: ``from_endpoint_config`` and ``publish(event)``."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from causerie.ports import Json

if TYPE_CHECKING:
    from causerie.files.endpoints import EndpointConfig


@dataclass(slots=True)
class RasaStyleBroker:
    """Made when there is something to tell. A ``publish`` that blocks does so in a thread."""

    cls: Any
    endpoint: EndpointConfig
    broker: Any = None

    async def publish(self, events: Sequence[Json]) -> None:
        if self.broker is None:
            self.broker = await self._make()
        for event in events:
            if inspect.iscoroutinefunction(self.broker.publish):
                await self.broker.publish(event)
            else:
                await asyncio.to_thread(self.broker.publish, event)

    async def close(self) -> None:
        close = getattr(self.broker, "close", None)
        closed = close() if close else None
        if inspect.isawaitable(closed):
            await closed

    async def _make(self) -> Any:
        made = self.cls.from_endpoint_config(_Config(self.endpoint), asyncio.get_running_loop())
        return await made if inspect.isawaitable(made) else made


class _Config:
    """The endpoint as Rasa hands it over."""

    def __init__(self, endpoint: EndpointConfig) -> None:
        self.url, self.type, self.kwargs = endpoint.url, endpoint.type, dict(endpoint.options)
