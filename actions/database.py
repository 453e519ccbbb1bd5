"""Sessions on the hotel's books, which lie in one SQLite file.

The file is `HOTEL_DATABASE`, or `hotel.db` beside the project. It is created and filled on first use.
Writers take SQLite's write lock when their transaction begins, so what they read stays true until commit.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.orm import Session

from actions.seed import fill_empty_books
from actions.tables import Base

LOCK_TIMEOUT_SECONDS = 5
PROJECT = Path(__file__).resolve().parent.parent
_OPEN: list[Engine] = []


def database_path() -> Path:
    """Where the books lie."""
    return Path(os.environ.get("HOTEL_DATABASE") or PROJECT / "hotel.db")


@contextmanager
def open_books(*, write: bool = False) -> Iterator[Session]:
    """A session in one transaction: committed at the end, rolled back when something fails."""
    engine = _engine(str(database_path()))
    with Session(engine.execution_options(write=write), expire_on_commit=False) as session, session.begin():
        yield session


@cache
def _engine(path: str) -> Engine:
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": LOCK_TIMEOUT_SECONDS})
    event.listen(engine, "connect", _leave_transactions_to_us)
    event.listen(engine, "begin", _begin)
    with Session(engine.execution_options(write=True)) as session, session.begin():
        Base.metadata.create_all(session.connection())
        fill_empty_books(session)
    _OPEN.append(engine)
    return engine


def _leave_transactions_to_us(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")


def _begin(connection: Any) -> None:
    write = connection.get_execution_options().get("write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def close_books() -> None:
    """Give the file back; the next use opens it again."""
    for engine in _OPEN:
        engine.dispose()
    _OPEN.clear()
    _engine.cache_clear()
