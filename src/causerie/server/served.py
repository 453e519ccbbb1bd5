"""What the server serves: an assistant, whose model can be swapped while it talks."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from causerie.assembly import Surroundings, assemble, make_processor, read_model
from causerie.assistant import Assistant
from causerie.errors import CauserieError, ComponentError, RequestError
from causerie.files.endpoints import Endpoints
from causerie.ports import OutputChannel
from causerie.server.model_server import ModelServer
from causerie.stores.models.registry import MODEL_STORAGES, fetch_model
from causerie.training.model import Model

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Served:
    """``assistant`` is None while no model is loaded; ``resting`` then keeps the conversations.
    ``watching`` follows the project's files as long as the server runs.
    """

    assistant: Assistant | None = None
    around: Surroundings = field(default_factory=lambda: Surroundings(Path(), Endpoints()))
    models: Path = Path("models")
    model_server: ModelServer | None = None
    remote_storage: str | None = None
    trainings: int = 0
    outputs: dict[str, OutputChannel] = field(default_factory=dict)
    resting: Assistant | None = None
    changing: asyncio.Lock = field(default_factory=asyncio.Lock)
    polling: asyncio.Task[None] | None = None
    watching: Callable[[], Coroutine[Any, Any, None]] | None = None
    watch: asyncio.Task[None] | None = None
    background: set[asyncio.Task[None]] = field(default_factory=set)

    async def start(self) -> None:
        if self.assistant:
            self.assistant.output_channels.update(self.outputs)
            await self.assistant.start()
        if self.model_server:
            await self.follow(self.model_server)
        if self.watching:
            self.watch = asyncio.create_task(self.watching())

    async def close(self) -> None:
        await self._stop_polling()
        if self.watch:
            self.watch.cancel()
            await asyncio.wait([self.watch])
        if self.background:
            await asyncio.wait(self.background, timeout=10)
        for assistant in (self.assistant, self.resting):
            if assistant:
                await assistant.close()

    async def load(self, place: Path) -> None:
        """Go on with the model there; raises CauserieError, and nothing has changed, if that fails."""
        await self._stop_polling()
        await self._load(place)

    async def fetch(self, storage: str, name: str) -> None:
        """Go on with a model of a remote storage; raises CauserieError, as ``load``."""
        if storage not in MODEL_STORAGES.table and storage != self.remote_storage:
            raise ComponentError(
                f"The remote storage must be one of {', '.join(MODEL_STORAGES.table)}, or the class that the "
                f"server was started with (--remote-storage); found '{storage}'."
            )
        await self._stop_polling()
        with TemporaryDirectory(prefix="causerie-model-") as folder:
            await asyncio.to_thread(fetch_model, storage, name, Path(folder))
            await self._load(Path(folder))

    async def unload(self) -> None:
        """Answer nothing until the next model is loaded."""
        await self._stop_polling()
        async with self.changing:
            if self.assistant:
                await self.assistant.reminders.close()
                self.assistant, self.resting = None, self.assistant

    async def follow(self, server: ModelServer) -> bool:
        """Load what a model server has, and look there again and again; whether a model was found."""
        await self._stop_polling()
        found = await self._fetch(server)
        if server.pause:
            self.polling = asyncio.create_task(self._poll(server, server.pause))
        return found

    async def _poll(self, server: ModelServer, pause: float) -> None:
        while True:
            await asyncio.sleep(pause)
            await self._fetch(server)

    async def _fetch(self, server: ModelServer) -> bool:
        with TemporaryDirectory(prefix="causerie-model-") as folder:
            try:
                fetched = await server.fetch(Path(folder))
                if fetched is None:
                    return False
                await self._load(fetched.path)
            except (CauserieError, OSError) as error:
                log.error("The model of %s was not loaded: %s", server.url, error)
                return False
            server.etag = fetched.etag
            return True

    async def use(self, model: Model, name: str) -> None:
        """Go on with this model; raises CauserieError, as ``load``."""
        async with self.changing:
            await self._use(model, name)

    async def _load(self, place: Path) -> None:
        async with self.changing:
            model, name = await asyncio.to_thread(read_model, place, self.around)
            await self._use(model, name)

    async def _use(self, model: Model, name: str) -> None:
        known = self.assistant or self.resting
        if known is None:
            known = await asyncio.to_thread(assemble, model, self.around, name)
            known.output_channels.update(self.outputs)
            await known.start()
        else:
            processor = await asyncio.to_thread(make_processor, model, self.around)
            await known.swap(model, processor, name)
            if self.resting:
                await known.start()
        self.assistant, self.resting = known, None

    async def _stop_polling(self) -> None:
        if self.polling:
            self.polling.cancel()
            await asyncio.wait([self.polling])
            self.polling = None


def loaded(served: Served) -> Assistant:
    """The assistant; raises RequestError 409 while no model is loaded."""
    if served.assistant is None:
        raise RequestError(
            409, "Conflict", "No model is loaded. Train one ('causerie train') and load it: PUT /model."
        )
    return served.assistant
