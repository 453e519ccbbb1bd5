"""Events as rows of a table ``events`` with the columns that Rasa's SQL broker has."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Column, Integer, MetaData, String, Table, Text, insert
from sqlalchemy.engine import URL
from sqlalchemy.exc import NoSuchModuleError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from causerie.errors import ComponentError, StoreError
from causerie.ports import Json
from causerie.stores.trackers.sql_url import database_url, install_hint

if TYPE_CHECKING:
    from causerie.files.endpoints import EndpointConfig

USUAL_NAME = "events.db"
metadata = MetaData()
events_table = Table(
    "events",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("sender_id", String(255)),
    Column("data", Text),
)


class SqlBroker:
    """All events of one call are stored, or none. The table is made at the first call."""

    def __init__(self, url: URL) -> None:
        self.url = url
        self._engine = _engine(url)
        self._ready = False

    @classmethod
    def from_endpoint(cls, endpoint: EndpointConfig, folder: Path) -> SqlBroker:
        options = {**endpoint.options, "db": endpoint.get("db") or USUAL_NAME}
        return cls(database_url(options, endpoint.url, folder))

    async def publish(self, events: Sequence[Json]) -> None:
        rows: list[Any] = [{"sender_id": x.get("sender_id"), "data": json.dumps(x)} for x in events]
        try:
            async with self._engine.begin() as connection:
                if not self._ready:
                    await connection.run_sync(metadata.create_all)
                if rows:
                    await connection.execute(insert(events_table), rows)
            self._ready = True
        except (SQLAlchemyError, OSError) as error:
            self._ready = False
            await self._engine.dispose()  # next time by a new connection
            reason = str(getattr(error, "orig", None) or error).splitlines()[0]
            where = self.url.render_as_string(hide_password=True)
            raise StoreError(f"The event broker can't write to {where}: {reason}") from error

    async def close(self) -> None:
        await self._engine.dispose()


def _engine(url: URL) -> AsyncEngine:
    try:
        return create_async_engine(url)
    except (ModuleNotFoundError, NoSuchModuleError) as error:
        dialect = url.get_backend_name()
        raise ComponentError(
            f"The driver for the event broker's dialect '{dialect}' is not installed ({error}). "
            + install_hint(dialect)
        ) from error
