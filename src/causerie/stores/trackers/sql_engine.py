"""SQLAlchemy's engine for a database, and how SQLite is set up."""

from __future__ import annotations

from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import URL
from sqlalchemy.exc import NoSuchModuleError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from causerie.errors import ComponentError
from causerie.stores.trackers.sql_url import install_hint

PATIENCE_S = 5


def make_engine(url: URL, reads_only: bool) -> AsyncEngine:
    try:
        engine = create_async_engine(url)
    except (ModuleNotFoundError, NoSuchModuleError) as error:
        dialect = url.get_backend_name()
        raise ComponentError(
            f"The driver for the tracker store's dialect '{dialect}' is not installed ({error}). "
            + install_hint(dialect)
        ) from error
    if url.get_backend_name() == "sqlite":
        event.listen(engine.sync_engine, "connect", _be_patient if reads_only else _set_up_sqlite)
    return engine


def _set_up_sqlite(connection: Any, record: Any) -> None:
    """WAL: readers and the writer don't wait for each other, and a killed process loses nothing stored."""
    _be_patient(connection, record)
    _execute(connection, "journal_mode=WAL", "synchronous=NORMAL")


def _be_patient(connection: Any, record: Any) -> None:
    """Wait for a writer instead of failing at once."""
    _execute(connection, f"busy_timeout={PATIENCE_S * 1000}")


def _execute(connection: Any, *pragmas: str) -> None:
    cursor = connection.cursor()
    for pragma in pragmas:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
