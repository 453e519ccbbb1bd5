"""A circuit breaker: a service that keeps failing is left alone for a while."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

State = Literal["closed", "open", "half_open"]


@dataclass(frozen=True, slots=True)
class BreakerState:
    """``failures`` in a row; ``seconds_left`` until the next call is tried, when it is open."""

    state: State
    failures: int
    seconds_left: float


@dataclass(slots=True)
class Breaker:
    """Closed: calls go through. Open: none does. Half-open: one does, and what becomes of it decides.

    Every call that was let through ends with one of ``succeeded``, ``failed`` and ``abandoned``.
    """

    limit: int = 5
    pause: float = 30.0
    clock: Callable[[], float] = time.monotonic
    _failures: int = 0
    _opened: float | None = None
    _trying: bool = field(default=False)

    def let_through(self) -> bool:
        state = self.state.state
        if state == "half_open" and not self._trying:
            self._trying = True
            return True
        return state == "closed"

    def succeeded(self) -> None:
        self._failures, self._opened, self._trying = 0, None, False

    def failed(self) -> None:
        self._failures += 1
        if self.limit and (self._trying or self._failures >= self.limit):
            self._opened = self.clock()
        self._trying = False

    def abandoned(self) -> None:
        """The caller did not wait for the end: nothing was learnt."""
        self._trying = False

    @property
    def state(self) -> BreakerState:
        if self._opened is None:
            return BreakerState("closed", self._failures, 0.0)
        left = max(0.0, self._opened + self.pause - self.clock())
        return BreakerState("open" if left else "half_open", self._failures, left)
