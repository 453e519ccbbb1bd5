"""spaCy's word vectors as features."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

import numpy as np

from causerie.errors import ComponentError
from causerie.nlu.features import Features, Row
from causerie.nlu.message import Message
from causerie.nlu.spacy_model import DOCUMENT
from causerie.ports import TrainingContext

POOLINGS = ("mean", "max")


class SpacyFeaturizer:
    """A vector per word; the sentence's is their mean, or the largest value of each dimension.

    Read by LogisticRegressionClassifier and SklearnIntentClassifier; DIETClassifier does not use it.
    """

    defaults: ClassVar[dict[str, Any]] = {"alias": None, "pooling": "mean"}
    kind: ClassVar[str] = "featurizer"
    needs: ClassVar[tuple[str, ...]] = ("SpacyTokenizer",)

    def __init__(self, config: dict[str, Any]) -> None:
        if config["pooling"] not in POOLINGS:
            raise ComponentError(
                f"SpacyFeaturizer: 'pooling' is {config['pooling']!r}; expected mean or max."
            )
        self.origin = config["alias"] or "SpacyFeaturizer"
        self.pool = np.mean if config["pooling"] == "mean" else np.max

    def train(self, messages: Sequence[Message], context: TrainingContext) -> None:
        """Nothing to learn."""

    def process(self, message: Message) -> None:
        document = message.documents[DOCUMENT]
        nothing = [np.zeros(document.vocab.vectors_length, dtype=np.float32)]
        message.features.append(
            Features(
                self.origin,
                lambda: Row.dense(self.pool([word.vector for word in document] or nothing, axis=0)),
                lambda: [Row.dense(word.vector) for word in document],
            )
        )

    def state(self) -> dict[str, Any]:
        return {}

    def load(self, state: dict[str, Any]) -> None:
        """Nothing was kept."""
