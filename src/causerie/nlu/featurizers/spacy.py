"""spaCy's word vectors as features."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b
from typing import Any, ClassVar

import numpy as np

from causerie.errors import ComponentError
from causerie.nlu.features import Features, Row
from causerie.nlu.message import Message
from causerie.nlu.spacy_model import DOCUMENT
from causerie.ports import TrainingContext

POOLINGS = ("mean", "max")
STAND_IN_LENGTH = 300


class SpacyFeaturizer:
    """A vector per word; the sentence's is their mean, or the largest value of each dimension.

    Without vectors in the model, words have random ones, which DIETClassifier does not read.
    """

    defaults: ClassVar[dict[str, Any]] = {"alias": None, "pooling": "mean"}
    kind: ClassVar[str] = "featurizer"
    reads: ClassVar[tuple[str, ...]] = ()
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
        vectors = [vector_of(word) for word in document]
        nothing = [np.zeros(document.vocab.vectors_length or STAND_IN_LENGTH, dtype=np.float32)]
        message.features.append(
            Features(
                self.origin,
                lambda: Row.dense(self.pool(vectors or nothing, axis=0)),
                lambda: [Row.dense(vector) for vector in vectors],
                is_dense=bool(document.vocab.vectors_length),
            )
        )

    def state(self) -> dict[str, Any]:
        return {}

    def load(self, state: dict[str, Any]) -> None:
        """Nothing was kept."""


def vector_of(word: Any) -> np.ndarray[Any, Any]:
    """The word's vector; where the model has none, one that is random but the same for the same word."""
    if word.vocab.vectors_length:
        vector: np.ndarray[Any, Any] = word.vector
        return vector
    return stand_in(word.lower_)


@lru_cache(maxsize=10_000)
def stand_in(word: str) -> np.ndarray[Any, Any]:
    seed = int.from_bytes(blake2b(word.encode(), digest_size=8).digest(), "big")
    return np.random.default_rng(seed).standard_normal(STAND_IN_LENGTH).astype(np.float32)
