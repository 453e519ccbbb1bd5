"""Examples of what people say, and what helps to read them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from causerie.domain.responses import Variation
from causerie.errors import Place

RETRIEVAL_SEPARATOR = "/"


@dataclass(frozen=True, slots=True)
class EntityAnnotation:
    """A stretch of an example's text: characters ``start`` up to ``end`` (not included)."""

    start: int
    end: int
    entity: str
    value: str
    role: str | None = None
    group: str | None = None


@dataclass(frozen=True, slots=True)
class Example:
    """``text`` without annotations. ``intent`` is the full name: ``faq/opening_hours`` too."""

    text: str
    intent: str | None = None
    entities: tuple[EntityAnnotation, ...] = ()
    metadata: Mapping[str, Any] = field(default_factory=dict)
    intent_metadata: Mapping[str, Any] = field(default_factory=dict)
    place: Place = field(default=Place(), compare=False)

    @property
    def main_intent(self) -> str | None:
        """``faq`` of ``faq/opening_hours``; what the intent classifier learns."""
        return self.intent.partition(RETRIEVAL_SEPARATOR)[0] if self.intent else self.intent

    @property
    def response_key(self) -> str | None:
        """``opening_hours`` of ``faq/opening_hours``."""
        return self.intent.partition(RETRIEVAL_SEPARATOR)[2] or None if self.intent else None


@dataclass(frozen=True, slots=True)
class Regex:
    """A named pattern; the name may be that of an entity."""

    name: str
    pattern: str
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True, slots=True)
class Lookup:
    """A named list of words or phrases."""

    name: str
    elements: tuple[str, ...]
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True, slots=True)
class NluData:
    """``synonyms`` maps a word as said to the value it stands for.

    ``responses`` are those of retrieval intents (``utter_faq/opening_hours``).
    """

    examples: tuple[Example, ...] = ()
    synonyms: Mapping[str, str] = field(default_factory=dict)
    regexes: tuple[Regex, ...] = ()
    lookups: tuple[Lookup, ...] = ()
    responses: Mapping[str, tuple[Variation, ...]] = field(default_factory=dict)

    @property
    def intents(self) -> tuple[str, ...]:
        """The main intents, in the order they first appear."""
        return tuple(dict.fromkeys(x.main_intent for x in self.examples if x.main_intent))

    @property
    def retrieval_intents(self) -> frozenset[str]:
        return frozenset(x.main_intent for x in self.examples if x.main_intent and x.response_key)
