"""Calls that a platform has not taken yet, on disk: a restart does not lose them."""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import closing
from pathlib import Path

from causerie.channels.delivery.call import Call, as_json, from_json

TABLE = """CREATE TABLE IF NOT EXISTS waiting
(id INTEGER PRIMARY KEY AUTOINCREMENT, process INTEGER NOT NULL,
 channel TEXT NOT NULL, recipient TEXT NOT NULL, call TEXT NOT NULL)"""


class Waiting:
    """A small database, opened when a platform is in trouble and at the start. Several processes may use it."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def put(self, channel: str, recipient: str, call: Call) -> int:
        """Keep a call; returns its number."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        with closing(self._open()) as database, database:
            row = (os.getpid(), channel, recipient, json.dumps(as_json(call)))
            cursor = database.execute(
                "INSERT INTO waiting (process, channel, recipient, call) VALUES (?, ?, ?, ?)", row
            )
            return int(cursor.lastrowid or 0)

    def drop(self, number: int) -> None:
        with closing(self._open()) as database, database:
            database.execute("DELETE FROM waiting WHERE id = ?", (number,))

    def take(self, channel: str) -> list[tuple[str, Call]]:
        """All calls of a channel that no living process carries, oldest first; they are the caller's now."""
        if not self.file.exists():
            return []
        with closing(self._open()) as database, database:
            database.execute("BEGIN IMMEDIATE")
            of_channel = "FROM waiting WHERE channel = ?"
            owners = database.execute(f"SELECT DISTINCT process {of_channel}", (channel,)).fetchall()
            left = [owner for (owner,) in owners if owner == os.getpid() or not _lives(owner)]
            rows = []
            for owner in left:
                statement = f"DELETE {of_channel} AND process = ? RETURNING id, recipient, call"
                rows += database.execute(statement, (channel, owner)).fetchall()
        return [(recipient, from_json(json.loads(call))) for _, recipient, call in sorted(rows)]

    def forget(self, recipient: str) -> None:
        """Erase what waits for somebody."""
        if self.file.exists():
            with closing(self._open()) as database, database:
                database.execute("DELETE FROM waiting WHERE recipient = ?", (recipient,))

    def _open(self) -> sqlite3.Connection:
        database = sqlite3.connect(self.file, timeout=30)
        database.execute("PRAGMA secure_delete = ON")
        database.execute(TABLE)
        return database


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
