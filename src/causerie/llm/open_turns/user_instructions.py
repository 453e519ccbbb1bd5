"""What users asked the assistant to keep to ("be brief", "call me Ana"), across their conversations."""

from __future__ import annotations

from pathlib import Path

import aiosqlite

from causerie.errors import StoreError

LONGEST = 500
FILE = Path(".causerie") / "users.db"
TABLE = (
    "CREATE TABLE IF NOT EXISTS user_instructions (user TEXT PRIMARY KEY, text TEXT NOT NULL) WITHOUT ROWID"
)


class UserInstructions:
    """A SQLite file, made when the first user has something to keep. Raises StoreError when it can't be used."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / FILE

    async def read(self, user: str) -> str:
        """Empty where there are none."""
        if not self._file.exists():
            return ""
        rows = await self._run("SELECT text FROM user_instructions WHERE user = ?", user)
        return str(rows[0][0]) if rows else ""

    async def write(self, user: str, text: str) -> str:
        """In the place of those before, cut at 500 characters; returns what is kept."""
        kept = " ".join(text.split())[:LONGEST]
        if not kept:
            await self.erase(user)
            return ""
        self._make_folder()
        await self._run(
            "INSERT INTO user_instructions (user, text) VALUES (?, ?) "
            "ON CONFLICT (user) DO UPDATE SET text = excluded.text",
            user,
            kept,
        )
        return kept

    async def erase(self, user: str) -> None:
        if self._file.exists():
            await self._run("DELETE FROM user_instructions WHERE user = ?", user)

    def _make_folder(self) -> None:
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"The folder {self._file.parent} can't be made: {error.strerror}.") from error

    async def _run(self, statement: str, *values: str) -> list[tuple[str]]:
        try:
            async with aiosqlite.connect(self._file) as connection:
                await connection.execute(TABLE)
                rows = await connection.execute_fetchall(statement, values)
                await connection.commit()
                return [(str(row[0]),) for row in rows]
        except aiosqlite.Error as error:
            raise StoreError(
                f"What users asked for can't be read or kept in {self._file}: {error}."
            ) from error
