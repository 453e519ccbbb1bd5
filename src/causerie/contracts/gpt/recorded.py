"""What the local GPT was asked."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any

Message = dict[str, Any]


@dataclass(slots=True)
class Recorded:
    """One request; times are those of the monotonic clock. ``hung_up``: the client left before the end.

    ``tokens_sent``: of an answer that is streamed; ``first_token``: when the first of them was sent.
    """

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: Any = None
    began: float = field(default_factory=time.monotonic)
    ended: float | None = None
    hung_up: bool = False
    tokens_sent: int = 0
    first_token: float | None = None

    @property
    def messages(self) -> list[Message]:
        """What was said, for both APIs as ``role`` and ``content``."""
        if not isinstance(self.body, dict):
            return []
        if "messages" in self.body:
            return list(self.body["messages"])
        given = self.body.get("input", [])
        said = [{"role": "user", "content": given}] if isinstance(given, str) else list(given)
        instructions = self.body.get("instructions")
        return [{"role": "system", "content": instructions}, *said] if instructions else said

    @property
    def streaming(self) -> bool:
        return isinstance(self.body, dict) and bool(self.body.get("stream"))

    @property
    def asks_for_text(self) -> bool:
        return self.path.endswith(("/chat/completions", "/responses"))
