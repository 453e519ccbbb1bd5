"""Intents by support vector machines over the featurizers' output."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from causerie.nlu.classifiers.ranking import rank
from causerie.nlu.classifiers.sentences import labelled_rows, sentence_row
from causerie.nlu.linear.model import LinearModel
from causerie.nlu.message import IntentScore, Message
from causerie.ports import TrainingContext


class SklearnIntentClassifier:
    """Linear, with ``C`` chosen by cross-validation. Any featurizer will do, not only dense ones.

    Names the ten likeliest intents.
    """

    defaults: ClassVar[dict[str, Any]] = {"C": [1, 2, 5, 10, 20, 100]}
    without_effect: ClassVar[frozenset[str]] = frozenset(
        {"gamma", "kernels", "max_cross_validation_folds", "scoring_function", "num_threads"}
    )
    kind: ClassVar[str] = "classifier"
    reads: ClassVar[tuple[str, ...]] = ("texts", "intents")
    reads_sparse_features: ClassVar[bool] = True
    needs: ClassVar[tuple[str, ...]] = ("featurizer",)

    def __init__(self, config: dict[str, Any]) -> None:
        self.penalties = [float(c) for c in config["C"]]
        self.model = LinearModel()

    def train(self, messages: Sequence[Message], context: TrainingContext) -> None:
        rows, labels = labelled_rows(messages)
        if rows:
            self.model.train(rows, labels, context.seed, self.penalties)

    def process(self, message: Message) -> None:
        if not self.model.labels or not message.features:
            message.intent, message.ranking = IntentScore(None, 0.0), []
            return
        message.ranking = rank(self.model.labels, self.model.probabilities(sentence_row(message)), 10)
        message.intent = message.ranking[0]

    def state(self) -> dict[str, Any]:
        return self.model.state()

    def load(self, state: dict[str, Any]) -> None:
        self.model.load(state)
