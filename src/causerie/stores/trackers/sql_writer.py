"""One writer: whole turns, several in one transaction when they come at once."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import delete, func, insert, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from causerie.dialogue.event_json import from_dict
from causerie.dialogue.events import Event, ReminderCancelled, ReminderScheduled
from causerie.dialogue.reminding import is_cancelled_by
from causerie.errors import StoreError
from causerie.stores.trackers.sql_rows import event_rows, reminder_row
from causerie.stores.trackers.sql_tables import events as events_table
from causerie.stores.trackers.sql_tables import reminders as reminders_table

MOST_AT_ONCE = 200


@dataclass(slots=True)
class Write:
    """A turn to store: all of it or nothing. ``done`` gets the id of its last row."""

    sender_id: str
    events: Sequence[Event]
    finished_reminders: Sequence[str] = ()
    replaces: bool = False
    done: asyncio.Future[int] = field(default_factory=lambda: asyncio.get_running_loop().create_future())


class Writer:
    """Takes writes one after the other; a failing one fails alone."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._queue: asyncio.Queue[Write | None] = asyncio.Queue()
        self._task: asyncio.Task[None] | None = None

    async def write(self, write: Write) -> int:
        """The id of the last row; raises StoreError when nothing of it was stored."""
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._work())
        self._queue.put_nowait(write)
        return await write.done

    async def close(self) -> None:
        if self._task is not None:
            self._queue.put_nowait(None)
            await self._task

    async def _work(self) -> None:
        while (first := await self._queue.get()) is not None:
            writes = [first]
            while len(writes) < MOST_AT_ONCE and not self._queue.empty():
                more = self._queue.get_nowait()
                if more is None:
                    self._queue.put_nowait(None)
                    break
                writes.append(more)
            await self._store(writes)

    async def _store(self, writes: list[Write]) -> None:
        try:
            positions = await self._in_one_transaction(writes)
        except (SQLAlchemyError, OSError) as error:
            if len(writes) > 1:
                for write in writes:
                    await self._store([write])
                return
            _fail(writes[0], error)
            return
        for write, position in zip(writes, positions, strict=True):
            if not write.done.done():
                write.done.set_result(position)

    async def _in_one_transaction(self, writes: list[Write]) -> list[int]:
        async with self._engine.begin() as connection:
            return [await _write(connection, write) for write in writes]


async def _write(connection: AsyncConnection, write: Write) -> int:
    if write.replaces:
        await connection.execute(delete(events_table).where(events_table.c.sender_id == write.sender_id))
        await connection.execute(
            delete(reminders_table).where(reminders_table.c.sender_id == write.sender_id)
        )
    for name in write.finished_reminders:
        await _drop_reminders(connection, write.sender_id, name)
    for event in write.events:
        await _follow_reminder(connection, write.sender_id, event)
    rows = event_rows(write.sender_id, write.events)
    if not rows:
        return 0
    if connection.dialect.insert_executemany_returning:
        stored = await connection.execute(insert(events_table).returning(events_table.c.id), rows)
        return int(max(stored.scalars()))
    await connection.execute(insert(events_table), rows)
    own = select(func.max(events_table.c.id)).where(events_table.c.sender_id == write.sender_id)
    return int((await connection.execute(own)).scalar_one())


async def _follow_reminder(connection: AsyncConnection, sender_id: str, event: Event) -> None:
    if isinstance(event, ReminderScheduled):
        await _drop_reminders(connection, sender_id, event.name)
        await connection.execute(insert(reminders_table), [reminder_row(sender_id, event)])
    elif isinstance(event, ReminderCancelled):
        await _cancel_reminders(connection, sender_id, event)


async def _cancel_reminders(
    connection: AsyncConnection, sender_id: str, cancelled: ReminderCancelled
) -> None:
    query = select(reminders_table.c.data).where(reminders_table.c.sender_id == sender_id)
    for (data,) in (await connection.execute(query)).all():
        reminder = from_dict(json.loads(data))
        if isinstance(reminder, ReminderScheduled) and is_cancelled_by(reminder, cancelled):
            await _drop_reminders(connection, sender_id, reminder.name)


async def _drop_reminders(connection: AsyncConnection, sender_id: str, name: str) -> None:
    await connection.execute(
        delete(reminders_table).where(
            reminders_table.c.sender_id == sender_id, reminders_table.c.name == name
        )
    )


def _fail(write: Write, error: Any) -> None:
    if not write.done.done():
        write.done.set_exception(
            StoreError(
                f"The turn of conversation '{write.sender_id}' could not be stored, so none of it was: "
                f"{_short(error)}. Is the database running and writable?"
            )
        )


def _short(error: Any) -> str:
    return str(getattr(error, "orig", None) or error).splitlines()[0]
