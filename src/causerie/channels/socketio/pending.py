"""What was said to a session while nobody of it was connected: kept for a while, given at the next visit."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

MOST_MESSAGES, MOST_SESSIONS, KEPT = 100, 5_000, 3600.0


class Pending:
    """In memory; the conversation itself is in the tracker store."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._kept: OrderedDict[str, tuple[float, list[Any]]] = OrderedDict()

    def put(self, session: str, data: Any) -> None:
        _, waiting = self._kept.pop(session, (0.0, []))
        self._kept[session] = (self._clock(), [*waiting, data][-MOST_MESSAGES:])
        while len(self._kept) > MOST_SESSIONS:
            self._kept.popitem(last=False)

    def take(self, session: str) -> list[Any]:
        since, waiting = self._kept.pop(session, (0.0, []))
        return waiting if self._clock() - since <= KEPT else []
