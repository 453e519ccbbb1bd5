"""What a GPT answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from causerie.llm.settings import Prices

MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens; ``cached`` ones are part of ``input``."""

    input: int = 0
    cached: int = 0
    output: int = 0

    @property
    def total(self) -> int:
        return self.input + self.output


@dataclass(frozen=True, slots=True)
class Completion:
    """``usage`` is None where the server does not count; ``value`` is the JSON of a structured answer."""

    text: str
    usage: Usage | None
    model: str
    finish_reason: str
    seconds: float = 0.0
    value: Any = None


def cost(usage: Usage, price: Prices) -> float:
    """What these tokens cost, in the currency of the prices."""
    cached = price.input if price.cached_input is None else price.cached_input
    fresh = usage.input - usage.cached
    return (fresh * price.input + usage.cached * cached + usage.output * price.output) / MILLION
