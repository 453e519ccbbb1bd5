"""Spending in a SQLite file, so that a restart does not forget the day's."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TypeVar

from causerie.errors import StoreError
from causerie.llm.ledger import Amount, Entry, beyond

T = TypeVar("T")
WAIT = 5.0  # seconds for another process to finish its transaction
TABLE = """
CREATE TABLE IF NOT EXISTS llm_spending (
  account TEXT PRIMARY KEY, tokens INTEGER NOT NULL, cost REAL NOT NULL, kept TEXT NOT NULL
) WITHOUT ROWID
"""
ADD = """
INSERT INTO llm_spending (account, tokens, cost, kept) VALUES (?, ?, ?, ?)
ON CONFLICT (account) DO UPDATE SET
  tokens = tokens + excluded.tokens, cost = cost + excluded.cost, kept = max(kept, excluded.kept)
"""


class SqliteLedger:
    """Several processes may share the file: a check and its entry are one transaction.

    Works in a thread of its own. Opening forgets the accounts that ``today`` (an ISO date) needs no more.
    """

    def __init__(self, file: Path, today: str) -> None:
        self._file = file
        self._today = today
        self._thread = ThreadPoolExecutor(1, "llm-ledger")
        self._connection: sqlite3.Connection | None = None

    async def take(self, entries: Sequence[Entry], amount: Amount) -> str | None:
        return await self._run(partial(_take, entries=entries, amount=amount))

    async def add(self, entries: Sequence[Entry], amount: Amount) -> None:
        await self._run(partial(_add_alone, entries=entries, amount=amount))

    async def spent(self, account: str) -> Amount:
        return await self._run(partial(_read, account=account))

    async def close(self) -> None:
        if self._connection is not None:
            await self._run(sqlite3.Connection.close)
            self._connection = None
        self._thread.shutdown()

    async def _run(self, work: Callable[[sqlite3.Connection], T]) -> T:
        # Shielded: who is cancelled meanwhile must not leave the thread with half the knowledge.
        running = asyncio.get_running_loop().run_in_executor(self._thread, self._in_thread, work)
        return await asyncio.shield(running)

    def _in_thread(self, work: Callable[[sqlite3.Connection], T]) -> T:
        try:
            if self._connection is None:
                self._connection = _open(self._file, self._today)
            return work(self._connection)
        except sqlite3.Error as error:
            raise StoreError(f"The spending can't be kept in {self._file}: {error}.") from error


def _open(file: Path, today: str) -> sqlite3.Connection:
    db = sqlite3.connect(file, timeout=WAIT, isolation_level=None, check_same_thread=False)
    try:
        _write_ahead(db)
        db.execute("PRAGMA synchronous = NORMAL")
        db.execute(TABLE)
        db.execute("DELETE FROM llm_spending WHERE kept < ?", (today,))
    except sqlite3.Error:
        db.close()
        raise
    return db


def _write_ahead(db: sqlite3.Connection) -> None:
    """SQLite does not wait by itself for another process that is changing the file's journal mode."""
    last = time.monotonic() + WAIT
    while True:
        try:
            db.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > last:
                raise
        time.sleep(0.05)


def _take(db: sqlite3.Connection, entries: Sequence[Entry], amount: Amount) -> str | None:
    with _transaction(db):
        for entry in entries:
            if beyond(_read(db, entry.account), amount, entry.limit):
                return entry.account
        _add(db, entries, amount)
    return None


def _add_alone(db: sqlite3.Connection, entries: Sequence[Entry], amount: Amount) -> None:
    with _transaction(db):
        _add(db, entries, amount)


def _add(db: sqlite3.Connection, entries: Sequence[Entry], amount: Amount) -> None:
    db.executemany(ADD, [(entry.account, amount.tokens, amount.cost, entry.kept) for entry in entries])


def _read(db: sqlite3.Connection, account: str) -> Amount:
    row = db.execute("SELECT tokens, cost FROM llm_spending WHERE account = ?", (account,)).fetchone()
    return Amount(*row) if row else Amount()


@contextmanager
def _transaction(db: sqlite3.Connection) -> Iterator[None]:
    """One that begins as a writer: what is read in it stays true until it ends."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")
