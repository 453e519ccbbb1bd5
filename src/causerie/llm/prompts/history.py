"""The newest part of a conversation that fits."""

from __future__ import annotations

import math
from collections.abc import Sequence

from causerie.llm.prompts.material import Turn

OVERHEAD = 8  # tokens around each message


def tokens_in(text: str) -> int:
    """Rather too many than too few: two plain characters or one byte of others are a token."""
    plain = sum(letter.isascii() for letter in text)
    return math.ceil(plain / 2) + len(text.encode("utf-8", "surrogatepass")) - plain


def newest(history: Sequence[Turn], budget: int) -> tuple[Turn, ...]:
    """The newest whole turns that need no more than ``budget`` tokens together, in their order."""
    kept: list[Turn] = []
    for turn in reversed(history):
        budget -= tokens_in(turn.text) + OVERHEAD
        if budget < 0:
            break
        kept.append(turn)
    return tuple(reversed(kept))
