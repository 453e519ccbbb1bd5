"""What a delivery of Meta's platforms tells: somebody spoke, or thinks something of a message."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Said:
    """``title``: the words on a button that was pressed."""

    sender: str
    text: str
    id: str
    metadata: dict[str, Any] = field(default_factory=dict)
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Liked:
    """``value`` is "up", "down", or None for a reaction that was taken back; ``was``: what that one meant, if told."""

    sender: str
    message: str
    value: str | None
    was: str | None = None
