"""Which of the training data's regexes and lookup tables match, and on which tokens."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, ClassVar

from causerie.nlu.extractors.patterns import NamedPattern, collect_patterns
from causerie.nlu.features import Features, Row
from causerie.nlu.message import Message
from causerie.ports import TrainingContext


class RegexFeaturizer:
    """Marks tokens (``Token.patterns``), which the entity extractors read, and adds features."""

    defaults: ClassVar[dict[str, Any]] = {
        "alias": None,
        "case_sensitive": True,
        "use_lookup_tables": True,
        "use_regexes": True,
        "use_word_boundaries": True,
    }
    without_effect: ClassVar[frozenset[str]] = frozenset({"number_additional_patterns"})
    kind: ClassVar[str] = "featurizer"
    reads: ClassVar[tuple[str, ...]] = ("regexes", "lookups")
    needs: ClassVar[tuple[str, ...]] = ("tokenizer",)

    def __init__(self, config: dict[str, Any]) -> None:
        self.config = config
        self.origin = config["alias"] or "RegexFeaturizer"
        self.flags = re.NOFLAG if config["case_sensitive"] else re.IGNORECASE
        self.patterns: list[NamedPattern] = []
        self.compiled: list[tuple[str, re.Pattern[str]]] = []

    def train(self, messages: Sequence[Message], context: TrainingContext) -> None:
        self.use(collect_patterns(context.data, self.config))

    def process(self, message: Message) -> None:
        if not self.compiled:
            return
        tokens = message.tokens or []
        matched: list[list[int]] = [[] for _ in tokens]
        for number, (name, pattern) in enumerate(self.compiled):
            spans = [match.span() for match in pattern.finditer(message.text)]
            for token, numbers in zip(tokens, matched, strict=True):
                touched = any(start < token.end and token.start < end for start, end in spans)
                token.patterns[name] = token.patterns.get(name, False) or touched
                if touched:
                    numbers.append(number)
        size = len(self.compiled)
        rows = [Row.of(dict.fromkeys(numbers, 1.0), size) for numbers in matched]
        everywhere = Row.of(dict.fromkeys({n for numbers in matched for n in numbers}, 1.0), size)
        message.features.append(Features(self.origin, lambda: everywhere, lambda: rows))

    def state(self) -> dict[str, Any]:
        return {"patterns": [[pattern.name, pattern.pattern] for pattern in self.patterns]}

    def load(self, state: dict[str, Any]) -> None:
        self.use([NamedPattern(name, pattern) for name, pattern in state["patterns"]])

    def use(self, patterns: list[NamedPattern]) -> None:
        self.patterns = patterns
        self.compiled = [(pattern.name, re.compile(pattern.pattern, self.flags)) for pattern in patterns]
