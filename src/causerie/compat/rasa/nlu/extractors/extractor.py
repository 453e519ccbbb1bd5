"""What entity extractors share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from causerie.compat.rasa.nlu.tokenizers.tokenizer import Token
from causerie.compat.rasa.shared.nlu.constants import (
    ENTITIES,
    ENTITY_ATTRIBUTE_END,
    ENTITY_ATTRIBUTE_START,
    EXTRACTOR,
)
from causerie.compat.rasa.shared.nlu.training_data.message import Message

Entity = dict[str, Any]


class EntityExtractorMixin:
    """Entities are dicts: entity, value, start, end …"""

    @property
    def name(self) -> str:
        return type(self).__name__

    def add_extractor_name(self, entities: list[Entity]) -> list[Entity]:
        """Say in each entity who found it."""
        for entity in entities:
            entity[EXTRACTOR] = self.name
        return entities

    def add_processor_name(self, entity: Entity) -> Entity:
        """Say in an entity who changed it."""
        entity.setdefault("processors", []).append(self.name)
        return entity

    @staticmethod
    def filter_irrelevant_entities(extracted: list[Entity], requested_dimensions: set[str]) -> list[Entity]:
        """Those of the wanted kinds; nothing wanted is everything."""
        if not requested_dimensions:
            return extracted
        return [entity for entity in extracted if entity["entity"] in requested_dimensions]

    @staticmethod
    def find_entity(entity: Entity, text: str, tokens: list[Token]) -> tuple[int, int]:
        """The first and the last token of an entity, the last not included."""
        starts = [token.start for token in tokens]
        ends = [token.end for token in tokens]
        start, end = entity[ENTITY_ATTRIBUTE_START], entity[ENTITY_ATTRIBUTE_END]
        if start not in starts or end not in ends:
            raise ValueError(
                f"The entity {entity.get('value')!r} in {text!r} does not begin and end where tokens do."
            )
        return starts.index(start), ends.index(end) + 1

    def filter_trainable_entities(self, entity_examples: list[Message]) -> list[Message]:
        """The examples with those entities that no other extractor is named for."""
        return [self._with_own_entities(example) for example in entity_examples]

    def _with_own_entities(self, message: Message) -> Message:
        kept = list(self._own(message.get(ENTITIES, [])))
        return Message(
            {**message.data, ENTITIES: kept}, set(message.output_properties), message.time, message.features
        )

    def _own(self, entities: Iterable[Entity]) -> Iterable[Entity]:
        return (entity for entity in entities if not entity.get(EXTRACTOR) or entity[EXTRACTOR] == self.name)
