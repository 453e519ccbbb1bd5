"""What was compared so far: a line of JSON per turn in a file, and the sums."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import IO

from causerie.errors import CauserieError
from causerie.migration.talking.turns import AGREES, DIFFERS, NOT_COMPARED, Json

SHOWN = 200
REMEMBERED = 100_000


class Tally:
    """``left_out`` are turns that came faster than they could be compared."""

    def __init__(self, file: Path | None) -> None:
        self.left_out = 0
        self.not_in_sample = 0
        self._file = _opened(file)
        self._verdicts: Counter[str] = Counter()
        self._kinds: Counter[str] = Counter()
        self._notes: Counter[str] = Counter()
        self._unread: Counter[str] = Counter()
        self._conversations: dict[str, bool] = {}
        self._first: list[Json] = []

    def unread(self, channel: str) -> None:
        """A message of a channel whose form is not known here."""
        self._unread[channel] += 1

    def add(self, row: Json) -> None:
        """A compared turn: sender, text, channel, verdict, differences, note."""
        row["first_of_conversation"] = self._is_first(row)
        self._verdicts[row["verdict"]] += 1
        if row["verdict"] == NOT_COMPARED:
            self._notes[row["note"]] += 1
        self._kinds.update(difference["what"] for difference in row["differences"])
        if row["first_of_conversation"] and len(self._first) < SHOWN:
            self._first.append(row)
        if self._file:
            self._file.write(json.dumps(row, ensure_ascii=False) + "\n")
            self._file.flush()

    def summary(self) -> Json:
        return {
            "turns": sum(self._verdicts.values()),
            "agree": self._verdicts[AGREES],
            "differ": self._verdicts[DIFFERS],
            "not_compared": self._verdicts[NOT_COMPARED],
            "left_out": self.left_out,
            "not_in_sample": self.not_in_sample,
            "conversations": len(self._conversations),
            "conversations_that_differ": sum(self._conversations.values()),
            "differences": dict(self._kinds.most_common()),
            "why_not_compared": dict(self._notes.most_common()),
            "unread_channels": dict(self._unread.most_common()),
            "first_differences": self._first,
        }

    def close(self) -> None:
        if self._file:
            self._file.close()

    def _is_first(self, row: Json) -> bool:
        """Whether the conversation agreed until now, and does so no longer."""
        sender, differs = row["sender"], row["verdict"] == DIFFERS
        before = self._conversations.get(sender, False)
        if sender in self._conversations or len(self._conversations) < REMEMBERED:
            self._conversations[sender] = before or differs
        return differs and not before


def _opened(file: Path | None) -> IO[str] | None:
    if file is None:
        return None
    try:
        return file.open("a", encoding="utf-8")
    except OSError as error:
        raise CauserieError(f"The report can't be written to '{file}': {error.strerror or error}.") from error
