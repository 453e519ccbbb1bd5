"""Messages that their authors change afterwards."""

from __future__ import annotations

from typing import Any

from causerie.channels.receiving.credentials import Credentials

KEY, IGNORE, ANSWER = "edits", "ignore", "answer"


def answers_edits(read: Credentials) -> bool:
    """Whether an edited message is answered as a new one. Raises ComponentError."""
    return read.one_of(KEY, (IGNORE, ANSWER), IGNORE) == ANSWER


def of_edit(message: str) -> dict[str, Any]:
    """The metadata of an edit; ``message`` is the platform's name for what was edited."""
    return {"edited": True, "message": message}
