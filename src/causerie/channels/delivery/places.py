"""Where each conversation takes place, on disk: a reminder after a restart still finds it.

For platforms on which the conversation's id (the user) does not say where to send a message.
"""

from __future__ import annotations

import json
import logging
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

log = logging.getLogger(__name__)
Json = dict[str, Any]
TABLE = """CREATE TABLE IF NOT EXISTS places
(channel TEXT NOT NULL, conversation TEXT NOT NULL, place TEXT NOT NULL, PRIMARY KEY (channel, conversation))"""


class Places:
    """Written when a conversation moves, which is seldom. Without a file it is kept in memory only."""

    def __init__(self, channel: str, file: Path | None = None) -> None:
        self.channel = channel
        self.file = file
        self._known: dict[str, Json] = {}

    def remember(self, conversation: str, place: Json) -> None:
        if self._known.get(conversation) == place:
            return
        self._known[conversation] = place
        if self.file is None:
            return
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            with closing(self._open(self.file)) as database, database:
                row = (self.channel, conversation, json.dumps(place))
                database.execute("INSERT OR REPLACE INTO places VALUES (?, ?, ?)", row)
        except (OSError, ValueError, sqlite3.Error) as error:
            log.error("Where %s is could not be kept in %s: %s", conversation, self.file, error)

    def find(self, conversation: str) -> Json | None:
        if conversation in self._known or self.file is None or not self.file.exists():
            return self._known.get(conversation)
        try:
            with closing(self._open(self.file)) as database:
                found = database.execute(
                    "SELECT place FROM places WHERE channel = ? AND conversation = ?",
                    (self.channel, conversation),
                ).fetchone()
        except (OSError, sqlite3.Error) as error:
            log.error("Where %s is could not be read from %s: %s", conversation, self.file, error)
            return None
        return dict(json.loads(found[0])) if found else None

    def forget(self, conversation: str) -> None:
        self._known.pop(conversation, None)
        if self.file is None or not self.file.exists():
            return
        try:
            with closing(self._open(self.file)) as database, database:
                statement = "DELETE FROM places WHERE channel = ? AND conversation = ?"
                database.execute(statement, (self.channel, conversation))
        except (OSError, sqlite3.Error) as error:
            log.error("Where %s was could not be erased from %s: %s", conversation, self.file, error)

    def _open(self, file: Path) -> sqlite3.Connection:
        database = sqlite3.connect(file, timeout=30)
        database.execute("PRAGMA secure_delete = ON")
        database.execute(TABLE)
        return database
