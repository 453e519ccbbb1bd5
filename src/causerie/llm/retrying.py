"""When a call is made a second time, and how long that waits."""

from __future__ import annotations

import random
from dataclasses import dataclass

from causerie.llm.failures import Failed

TRIES = 2


@dataclass(frozen=True, slots=True)
class Retrying:
    """``pause``: seconds, of which the wait is between a half and the whole."""

    pause: float = 0.5

    def wait(self, failed: Failed, tries: int, left: float) -> float | None:
        """Seconds to wait after ``tries`` tries, None to give up; ``left`` seconds remain of the deadline."""
        if not failed.again or tries >= TRIES:
            return None
        wait = max(failed.retry_after, self.pause * random.uniform(0.5, 1.0))
        return wait if wait < left else None
