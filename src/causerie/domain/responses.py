"""The variations of a response, as the domain declares them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class ResponseCondition:
    """A slot must have a value; compared as case-folded text."""

    name: str
    value: Any
    type: str = "slot"


@dataclass(frozen=True, slots=True)
class Variation:
    """One way to say a response; ``fields`` are the keys of the YAML (text, buttons, image …)."""

    fields: dict[str, Any] = field(default_factory=dict)
    conditions: tuple[ResponseCondition, ...] = ()
    channel: str | None = None
    language: str | None = None
    id: str | None = None

    @property
    def text(self) -> str | None:
        return self.fields.get("text")
