"""Entity values as the designer wants them: ``NYC`` → ``New York``."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, ClassVar

from causerie.nlu.message import ExtractedEntity, Message
from causerie.ports import TrainingContext
from causerie.training_data import NluData

logger = logging.getLogger(__name__)


class EntitySynonymMapper:
    """Synonyms are those listed and those annotated as ``[NYC]{"entity": "city", "value": "New York"}``.

    Every annotated value stands for itself too, whatever its case: ``[Rome](city)`` turns
    ``rome`` into ``Rome``.
    """

    defaults: ClassVar[dict[str, Any]] = {}
    kind: ClassVar[str] = "mapper"
    reads: ClassVar[tuple[str, ...]] = ("synonyms", "entities")

    def __init__(self, config: dict[str, Any]) -> None:
        self.values: dict[str, str] = {}

    def train(self, messages: Sequence[Message], context: TrainingContext) -> None:
        self.values = collect_synonyms(context.data)

    def process(self, message: Message) -> None:
        message.entities = [self.mapped(entity) for entity in message.entities]

    def mapped(self, entity: ExtractedEntity) -> ExtractedEntity:
        value = self.values.get(str(entity.value).lower())
        if value is None:
            return entity
        return replace(entity, value=value, processors=(*entity.processors, "EntitySynonymMapper"))

    def state(self) -> dict[str, Any]:
        return {"values": self.values}

    def load(self, state: dict[str, Any]) -> None:
        self.values = dict(state["values"])


def collect_synonyms(data: NluData) -> dict[str, str]:
    """What is said, in small letters → the value; later definitions win, with a warning."""
    pairs = [
        *data.synonyms.items(),
        *((x.text[e.start : e.end], str(e.value)) for x in data.examples for e in x.entities),
    ]
    values: dict[str, str] = {}
    for said, value in pairs:
        if said != value:
            known = values.get(said.lower(), value)
            if known != value:
                logger.warning("'%s' stands for '%s' and for '%s'; the latter is taken.", said, known, value)
            values[said.lower()] = value
        values.setdefault(value.lower(), value)
    return values
