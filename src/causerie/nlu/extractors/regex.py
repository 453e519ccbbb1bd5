"""Entities by regular expressions and lookup tables."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from typing import Any, ClassVar

from causerie.nlu.extractors.patterns import NamedPattern, annotated_entities, collect_patterns
from causerie.nlu.message import ExtractedEntity, Message
from causerie.ports import TrainingContext

logger = logging.getLogger(__name__)


class RegexEntityExtractor:
    """Finds only entities that are annotated in some training example, as Rasa does."""

    defaults: ClassVar[dict[str, Any]] = {
        "case_sensitive": False,
        "use_lookup_tables": True,
        "use_regexes": True,
        "use_word_boundaries": True,
    }
    kind: ClassVar[str] = "extractor"
    reads: ClassVar[tuple[str, ...]] = ("regexes", "lookups", "entities")

    def __init__(self, config: dict[str, Any]) -> None:
        self.config = config
        self.flags = re.NOFLAG if config["case_sensitive"] else re.IGNORECASE
        self.patterns: list[NamedPattern] = []
        self.compiled: list[tuple[str, re.Pattern[str]]] = []

    def train(self, messages: Sequence[Message], context: TrainingContext) -> None:
        self.use(collect_patterns(context.data, self.config, only=annotated_entities(context.data)))
        if not self.patterns:
            logger.warning(
                "RegexEntityExtractor finds nothing: no regex or lookup table of the training data has the "
                "name of an entity that is annotated in an example."
            )

    def process(self, message: Message) -> None:
        message.entities += [
            ExtractedEntity(name, *match.span(), match[0], "RegexEntityExtractor")
            for name, pattern in self.compiled
            for match in pattern.finditer(message.text)
        ]

    def state(self) -> dict[str, Any]:
        return {"patterns": [[pattern.name, pattern.pattern] for pattern in self.patterns]}

    def load(self, state: dict[str, Any]) -> None:
        self.use([NamedPattern(name, pattern) for name, pattern in state["patterns"]])

    def use(self, patterns: list[NamedPattern]) -> None:
        self.patterns = patterns
        self.compiled = [(pattern.name, re.compile(pattern.pattern, self.flags)) for pattern in patterns]
