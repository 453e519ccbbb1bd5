"""All examples, and what helps to read them."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any

from causerie.compat.rasa.shared.nlu.constants import (
    ENTITIES,
    ENTITY_ATTRIBUTE_GROUP,
    ENTITY_ATTRIBUTE_ROLE,
    ENTITY_ATTRIBUTE_TYPE,
    INTENT,
    INTENT_RESPONSE_KEY,
    RESPONSE,
    TEXT,
)
from causerie.compat.rasa.shared.nlu.training_data.message import Message


class TrainingData:
    """``training_examples`` are messages; ``regex_features`` and ``lookup_tables`` are dicts."""

    MIN_EXAMPLES_PER_INTENT = 2
    MIN_EXAMPLES_PER_ENTITY = 2

    def __init__(
        self,
        training_examples: list[Message] | None = None,
        entity_synonyms: dict[str, str] | None = None,
        regex_features: list[dict[str, str]] | None = None,
        lookup_tables: list[dict[str, Any]] | None = None,
        responses: dict[str, list[dict[str, Any]]] | None = None,
    ) -> None:
        self.training_examples: list[Message] = list(training_examples or ())
        self.entity_synonyms: dict[str, str] = entity_synonyms or {}
        self.regex_features: list[dict[str, str]] = regex_features or []
        self.lookup_tables: list[dict[str, Any]] = lookup_tables or []
        self.responses: dict[str, list[dict[str, Any]]] = responses or {}
        self._fill_response_phrases()

    def merge(self, *others: TrainingData | None) -> TrainingData:
        """A new one with the data of all."""
        found = [self, *(other for other in others if other is not None)]
        return TrainingData(
            [example for data in found for example in data.training_examples],
            {word: value for data in found for word, value in data.entity_synonyms.items()},
            [regex for data in found for regex in data.regex_features],
            [table for data in found for table in data.lookup_tables],
            {name: said for data in found for name, said in data.responses.items()},
        )

    def filter_training_examples(self, condition: Callable[[Message], bool]) -> TrainingData:
        return self._with([example for example in self.training_examples if condition(example)])

    @cached_property
    def nlu_examples(self) -> list[Message]:
        return [example for example in self.training_examples if not example.is_core_or_domain_message()]

    @cached_property
    def intent_examples(self) -> list[Message]:
        return [example for example in self.nlu_examples if example.get(INTENT)]

    @cached_property
    def entity_examples(self) -> list[Message]:
        return [example for example in self.nlu_examples if example.get(ENTITIES)]

    @cached_property
    def response_examples(self) -> list[Message]:
        return [example for example in self.nlu_examples if example.get(INTENT_RESPONSE_KEY)]

    @cached_property
    def intents(self) -> set[str]:
        return {example.get(INTENT) for example in self.intent_examples}

    @cached_property
    def retrieval_intents(self) -> set[str]:
        return {example.get(INTENT) for example in self.response_examples}

    @cached_property
    def entities(self) -> set[str]:
        return set(self._annotated(ENTITY_ATTRIBUTE_TYPE))

    @property
    def entity_roles(self) -> set[str]:
        return set(self._annotated(ENTITY_ATTRIBUTE_ROLE))

    @property
    def entity_groups(self) -> set[str]:
        return set(self._annotated(ENTITY_ATTRIBUTE_GROUP))

    @property
    def number_of_examples_per_intent(self) -> dict[str, int]:
        return dict(Counter(example.get(INTENT) for example in self.intent_examples))

    @property
    def number_of_examples_per_entity(self) -> dict[str, int]:
        return dict(Counter(f"entity '{name}'" for name in self._annotated(ENTITY_ATTRIBUTE_TYPE)))

    @property
    def number_of_examples_per_response(self) -> dict[str, int]:
        return dict(Counter(example.get(INTENT_RESPONSE_KEY) for example in self.response_examples))

    def sorted_entities(self) -> list[Any]:
        found = [entity for example in self.entity_examples for entity in example.get(ENTITIES)]
        return sorted(found, key=lambda entity: str(entity[ENTITY_ATTRIBUTE_TYPE]))

    def is_empty(self) -> bool:
        return not any(
            (self.training_examples, self.entity_synonyms, self.regex_features, self.lookup_tables)
        )

    def contains_no_pure_nlu_data(self) -> bool:
        return not any((self.nlu_examples, self.entity_synonyms, self.regex_features, self.lookup_tables))

    def train_test_split(
        self, train_frac: float = 0.8, random_seed: int | None = None
    ) -> tuple[TrainingData, TrainingData]:
        """Two parts; each intent with two examples or more is in both."""
        draw = random.Random(random_seed)
        kept: list[Message] = []
        held_out: list[Message] = []
        for intent in sorted(self.intents):
            examples = [example for example in self.intent_examples if example.get(INTENT) == intent]
            draw.shuffle(examples)
            count = min(max(1, round(len(examples) * train_frac)), max(1, len(examples) - 1))
            kept += examples[:count]
            held_out += examples[count:]
        return self._with(kept), self._with(held_out)

    def nlu_as_yaml(self) -> str:
        from causerie.compat.examples import nlu_of
        from causerie.files.write_nlu import nlu_as_yaml

        return nlu_as_yaml(nlu_of(self))

    def _with(self, examples: list[Message]) -> TrainingData:
        return TrainingData(
            examples, self.entity_synonyms, self.regex_features, self.lookup_tables, self.responses
        )

    def _annotated(self, key: str) -> Iterable[str]:
        return (
            entity[key]
            for example in self.entity_examples
            for entity in example.get(ENTITIES)
            if entity.get(key)
        )

    def _fill_response_phrases(self) -> None:
        """An example of ``faq/hours`` learns the words of ``utter_faq/hours``."""
        for example in self.training_examples if self.responses else ():
            said = self.responses.get(f"utter_{example.get(INTENT_RESPONSE_KEY)}")
            if said and example.get(RESPONSE) is None and said[0].get(TEXT):
                example.set(RESPONSE, said[0][TEXT])
