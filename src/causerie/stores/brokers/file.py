"""Events as lines of JSON in a file."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from causerie.errors import ComponentError, StoreError
from causerie.ports import Json

if TYPE_CHECKING:
    from causerie.files.endpoints import EndpointConfig

USUAL_NAME = "rasa_event.log"


class FileBroker:
    """Appends; the file is made at once, so that a wrong path is told at the start."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            path.open("a", encoding="utf-8").close()
        except OSError as error:
            raise ComponentError(f"The event broker can't write to '{path}': {error.strerror}.") from error

    @classmethod
    def from_endpoint(cls, endpoint: EndpointConfig, folder: Path) -> FileBroker:
        return cls(folder / str(endpoint.get("path") or USUAL_NAME))

    async def publish(self, events: Sequence[Json]) -> None:
        text = "".join(f"{json.dumps(event)}\n" for event in events)
        try:
            await asyncio.to_thread(self._append, text)
        except OSError as error:
            raise StoreError(f"The event broker can't write to '{self.path}': {error.strerror}.") from error

    async def close(self) -> None:
        """Nothing is kept open."""

    def _append(self, text: str) -> None:
        with self.path.open("a", encoding="utf-8") as file:
            file.write(text)
