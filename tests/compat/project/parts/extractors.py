"""Extractors: one that learns, and a sentiment as an entity."""

from __future__ import annotations

from typing import Any

import rasa.shared.utils.io
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.nlu.constants import (
    ENTITIES,
    ENTITY_ATTRIBUTE_END,
    ENTITY_ATTRIBUTE_START,
    ENTITY_ATTRIBUTE_TYPE,
    ENTITY_ATTRIBUTE_VALUE,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class WordExtractor(EntityExtractorMixin, GraphComponent):
    """Finds the words that were annotated, wherever they stand."""

    @classmethod
    def required_components(cls) -> list[type]:
        return [Tokenizer]

    def __init__(self, model_storage: ModelStorage, resource: Resource, words: dict[str, str]) -> None:
        self._model_storage = model_storage
        self._resource = resource
        self.words = words

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> WordExtractor:
        return cls(model_storage, resource, {})

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> WordExtractor:
        try:
            with model_storage.read_from(resource) as folder:
                words = rasa.shared.utils.io.read_json_file(folder / "words.json")
        except (ValueError, FileNotFoundError):
            words = {}
        return cls(model_storage, resource, words)

    def train(self, training_data: TrainingData) -> Resource:
        for example in self.filter_trainable_entities(training_data.entity_examples):
            for entity in example.get(ENTITIES):
                word = example.get(TEXT)[entity[ENTITY_ATTRIBUTE_START] : entity[ENTITY_ATTRIBUTE_END]]
                self.words[word.lower()] = entity[ENTITY_ATTRIBUTE_TYPE]
        with self._model_storage.write_to(self._resource) as folder:
            rasa.shared.utils.io.dump_obj_as_json_to_file(folder / "words.json", self.words)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            found = [
                {
                    ENTITY_ATTRIBUTE_TYPE: self.words[token.text.lower()],
                    ENTITY_ATTRIBUTE_START: token.start,
                    ENTITY_ATTRIBUTE_END: token.end,
                    ENTITY_ATTRIBUTE_VALUE: token.text,
                }
                for token in message.get("text_tokens") or []
                if token.text.lower() in self.words
            ]
            entities = message.get(ENTITIES, []) + self.add_extractor_name(found)
            message.set(ENTITIES, entities, add_to_output=True)
        return messages


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR], is_trainable=False)
class SentimentAnalyzer(GraphComponent):
    """Says of the whole message whether it is friendly."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentimentAnalyzer:
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            is_bad = any(word in message.get(TEXT).lower() for word in ("bad", "awful"))
            entity = {
                "value": "neg" if is_bad else "pos",
                "confidence": 0.9,
                "entity": "sentiment",
                "extractor": "sentiment_extractor",
                "start": 0,
                "end": len(message.get(TEXT)),
            }
            message.set(ENTITIES, [*message.get(ENTITIES, []), entity], add_to_output=True)
        return messages
