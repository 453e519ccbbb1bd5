"""Conversations in an SQL database, in the table that Rasa uses.

SQLite (in WAL mode) unless another dialect is named. A turn is one transaction of one writer.
"""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Select, func, inspect, select
from sqlalchemy.engine import URL
from sqlalchemy.exc import SQLAlchemyError

from causerie.dialogue.event_json import from_dict
from causerie.dialogue.events import Event, ReminderScheduled
from causerie.errors import StoreError
from causerie.ports import StoredEvents
from causerie.stores.trackers.sql_engine import PATIENCE_S, make_engine
from causerie.stores.trackers.sql_rows import read_rows
from causerie.stores.trackers.sql_tables import events, metadata, reminders
from causerie.stores.trackers.sql_url import database_url
from causerie.stores.trackers.sql_writer import Write, Writer

if TYPE_CHECKING:
    from causerie.files.endpoints import EndpointConfig


class SqlTrackerStore:
    """Positions are row ids. Tables are made at the first use, if they are not there.

    With ``reads_only`` a database that holds conversations is not changed, neither its tables nor its mode.
    """

    def __init__(self, url: URL, reads_only: bool = False) -> None:
        self.url = url
        self.reads_only = reads_only
        self._engine = make_engine(url, reads_only)
        self._writer = Writer(self._engine)
        self._ready = False
        self._opening = asyncio.Lock()

    @classmethod
    def from_endpoint(
        cls, endpoint: EndpointConfig, folder: Path, reads_only: bool = False
    ) -> SqlTrackerStore:
        return cls(database_url(endpoint.options, endpoint.url, folder), reads_only)

    async def read(self, sender_id: str, after: int = 0) -> StoredEvents:
        # The row at ``after`` is asked for too: if it is gone, what was read before has been replaced.
        rows = await self._rows(_events_of(sender_id).where(events.c.id >= after))
        if after and (not rows or rows[0][0] != after):
            rows = await self._rows(_events_of(sender_id))
            return StoredEvents(tuple(read_rows(rows)), _last(rows, 0), replaced=True)
        if after:
            return StoredEvents(tuple(read_rows(rows[1:])), _last(rows, after))
        return StoredEvents(tuple(read_rows(rows)), _last(rows, 0))

    async def read_latest_session(self, sender_id: str) -> StoredEvents:
        started = select(func.max(events.c.id)).where(
            events.c.sender_id == sender_id, events.c.type_name == "session_started"
        )
        first = (await self._rows(started))[0][0] or 0
        rows = await self._rows(_events_of(sender_id).where(events.c.id >= first))
        return StoredEvents(tuple(read_rows(rows)), _last(rows, 0))

    async def append(
        self, sender_id: str, events: Sequence[Event], finished_reminders: Sequence[str] = ()
    ) -> int:
        await self._open()
        return await self._writer.write(Write(sender_id, events, finished_reminders))

    async def replace(self, sender_id: str, events: Sequence[Event]) -> int:
        await self._open()
        return await self._writer.write(Write(sender_id, events, replaces=True))

    async def delete(self, sender_id: str) -> None:
        await self.replace(sender_id, ())

    async def keys(self) -> AsyncIterator[str]:
        for (sender_id,) in await self._rows(select(events.c.sender_id).distinct()):
            yield sender_id

    async def pending_reminders(self) -> list[tuple[str, ReminderScheduled]]:
        rows = await self._rows(select(reminders.c.sender_id, reminders.c.data))
        found = [(sender_id, from_dict(json.loads(data))) for sender_id, data in rows]
        return [(sender_id, item) for sender_id, item in found if isinstance(item, ReminderScheduled)]

    async def close(self) -> None:
        await self._writer.close()
        await self._engine.dispose()

    async def _rows(self, query: Select[Any]) -> list[Any]:
        await self._open()
        try:
            async with self._engine.connect() as connection:
                return list((await connection.execute(query)).all())
        except (SQLAlchemyError, OSError) as error:
            raise self._error("read", error) from error

    async def _open(self) -> None:
        if self._ready:
            return
        async with self._opening:
            if self._ready:
                return
            await self._open_patiently()
            self._ready = True

    async def _open_patiently(self) -> None:
        """SQLite does not wait by itself for another process that is changing the file's journal mode."""
        last = asyncio.get_running_loop().time() + PATIENCE_S
        while True:
            try:
                await asyncio.to_thread(self._try_to_connect)
                await self._open_tables()
                return
            except (SQLAlchemyError, sqlite3.Error, OSError) as error:
                if "database is locked" not in str(error) or asyncio.get_running_loop().time() > last:
                    raise self._error("opened", error) from error
            await asyncio.sleep(0.05)

    async def _open_tables(self) -> None:
        """Processes may begin at once: the one that comes second finds tables made, one or all of them."""
        for is_last in (*([False] * len(metadata.tables)), True):
            try:
                async with self._engine.begin() as connection:
                    await connection.run_sync(self._make_tables)
                return
            except SQLAlchemyError as error:
                if is_last or "already exists" not in str(error):
                    raise

    def _try_to_connect(self) -> None:
        """A file that can't be opened must fail here: aiosqlite leaves a thread behind when it fails."""
        if self.url.get_backend_name() == "sqlite" and self.url.database and not self.url.query:
            sqlite3.connect(self.url.database).close()

    def _make_tables(self, connection: Connection) -> None:
        if not (self.reads_only and inspect(connection).has_table(events.name)):
            metadata.create_all(connection)

    def _error(self, what: str, error: Any) -> StoreError:
        reason = str(getattr(error, "orig", None) or error).splitlines()[0]
        where = self.url.render_as_string(hide_password=True)
        return StoreError(f"The tracker store {where} can't be {what}: {reason}")


def _events_of(sender_id: str) -> Select[Any]:
    return select(events.c.id, events.c.data).where(events.c.sender_id == sender_id).order_by(events.c.id)


def _last(rows: Sequence[Any], otherwise: int) -> int:
    return int(rows[-1][0]) if rows else otherwise
