"""An intent classifier that keeps what it learnt in files."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.featurizers.featurizer import Featurizer
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class NearestMean(IntentClassifier, GraphComponent):
    """The intent whose examples are nearest, by cosine, over all features of featurizers before it."""

    @classmethod
    def required_components(cls) -> list[type]:
        return [Featurizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"ranking_length": 10}

    @staticmethod
    def supported_languages() -> list[str]:
        return ["en", "de"]

    def __init__(self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource) -> None:
        self.config = config
        self._model_storage = model_storage
        self._resource = resource
        self.labels: list[str] = []
        self.means = np.zeros((0, 0))

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> NearestMean:
        return cls(config, model_storage, resource)

    @staticmethod
    def _row(message: Message) -> np.ndarray:
        _, dense = message.get_dense_features(TEXT)
        _, sparse = message.get_sparse_features(TEXT)
        parts = []
        if dense is not None:
            parts.append(np.asarray(dense.features))
        if sparse is not None:
            parts.append(sparse.features.toarray())
        return np.concatenate(parts, axis=-1)[0] if parts else np.zeros(0)

    def train(self, training_data: TrainingData) -> Resource:
        rows: dict[str, list[np.ndarray]] = {}
        for example in training_data.intent_examples:
            rows.setdefault(example.get(INTENT), []).append(self._row(example))
        self.labels = sorted(rows)
        self.means = np.array([np.mean(rows[label], axis=0) for label in self.labels])
        with self._model_storage.write_to(self._resource) as folder:
            (folder / "labels.json").write_text(json.dumps(self.labels))
            np.save(folder / "means.npy", self.means)
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> NearestMean:
        made = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            made.labels = json.loads((folder / "labels.json").read_text())
            made.means = np.load(folder / "means.npy")
        return made

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            row = self._row(message)
            if not len(row):
                message.set("intent", {"name": None, "confidence": 0.0}, add_to_output=True)
                message.set("intent_ranking", [], add_to_output=True)
                continue
            norms = np.linalg.norm(self.means, axis=1) * np.linalg.norm(row)
            scores = self.means @ row / np.where(norms == 0, 1, norms)
            order = np.argsort(-scores)[: self.config["ranking_length"]]
            ranking = [{"name": self.labels[i], "confidence": float(scores[i])} for i in order]
            message.set("intent", ranking[0], add_to_output=True)
            message.set("intent_ranking", ranking, add_to_output=True)
        return messages
