"""Which variation of a response may be said: by condition, channel and language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from causerie.domain import Variation
from causerie.domain.responses import ResponseCondition


def eligible(
    variations: Sequence[Variation],
    channel: str,
    slots: Mapping[str, Any],
    language: str | None = None,
) -> list[Variation]:
    """The best class that has any: condition and channel, channel, condition, neither.

    Variations in the conversation's language come first; one in another language is never chosen.
    """
    for spoken in (language, None) if language else (None,):
        pool = [variation for variation in variations if variation.language == spoken]
        found = _best_class(pool, channel, slots)
        if found:
            return found
    return []


def _best_class(pool: Sequence[Variation], channel: str, slots: Mapping[str, Any]) -> list[Variation]:
    conditional = [v for v in pool if v.conditions and all(_holds(c, slots) for c in v.conditions)]
    unconditional = [v for v in pool if not v.conditions]
    classes = (
        [v for v in conditional if v.channel == channel],
        [v for v in unconditional if v.channel == channel],
        [v for v in conditional if v.channel is None],
        [v for v in unconditional if v.channel is None],
    )
    return next((found for found in classes if found), [])


def _holds(condition: ResponseCondition, slots: Mapping[str, Any]) -> bool:
    value = slots.get(condition.name)
    if isinstance(value, str) and isinstance(condition.value, str):
        return value.casefold() == condition.value.casefold()
    return bool(value == condition.value)
