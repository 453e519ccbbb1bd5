"""How often one user may ask."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

MINUTE = 60.0
KEPT = 20_000


@dataclass(slots=True)
class UserRate:
    """A bucket of ``a_minute`` calls for each of the users seen last; it fills evenly. 0: no limit."""

    a_minute: int
    clock: Callable[[], float] = time.monotonic
    _left: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)

    def wait(self, user: str) -> float:
        """Counts a call; or the seconds until the user may ask again."""
        if not self.a_minute:
            return 0.0
        now, rate = self.clock(), self.a_minute / MINUTE
        left, since = self._left.pop(user, (float(self.a_minute), now))
        left = min(self.a_minute, left + (now - since) * rate)
        wait = 0.0 if left >= 1 else (1 - left) / rate
        self._left[user] = (left if wait else left - 1, now)
        if len(self._left) > KEPT:
            self._left.popitem(last=False)
        return wait
