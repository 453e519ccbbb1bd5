"""Rewrites the text before it is split."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER], is_trainable=False)
class SpellChecker(GraphComponent):
    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"words": {}}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SpellChecker:
        return cls(config)

    def __init__(self, config: dict[str, Any]) -> None:
        self.words = config["words"]

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            words = (self.words.get(word.lower(), word) for word in message.get(TEXT).split(" "))
            message.set("as_typed", message.get(TEXT), add_to_output=True)
            message.set(TEXT, " ".join(words))
        return messages
