"""Intents by logistic regression over the featurizers' output."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from causerie.nlu.classifiers.ranking import rank
from causerie.nlu.classifiers.sentences import labelled_rows, sentence_row
from causerie.nlu.linear.logistic import fit_logistic
from causerie.nlu.linear.model import LinearModel
from causerie.nlu.message import IntentScore, Message
from causerie.ports import TrainingContext


class LogisticRegressionClassifier:
    """Learns from the sentence features of all featurizers, sparse and dense.

    Confidences are probabilities: 0 to 1, and 1 in all.
    """

    defaults: ClassVar[dict[str, Any]] = {
        "max_iter": 100,
        "solver": "lbfgs",
        "tol": 1e-4,
        "random_state": 42,
        "ranking_length": 10,
    }
    kind: ClassVar[str] = "classifier"
    reads: ClassVar[tuple[str, ...]] = ("texts", "intents")
    reads_sparse_features: ClassVar[bool] = True
    needs: ClassVar[tuple[str, ...]] = ("featurizer",)

    def __init__(self, config: dict[str, Any]) -> None:
        self.config = config
        self.model = LinearModel()

    def train(self, messages: Sequence[Message], context: TrainingContext) -> None:
        rows, labels = labelled_rows(messages)
        if rows:
            self.model.labels, self.model.weights = fit_logistic(rows, labels, self.config)

    def process(self, message: Message) -> None:
        if not self.model.labels or not message.features:
            message.intent, message.ranking = IntentScore(None, 0.0), []
            return
        probabilities = self.model.probabilities(sentence_row(message))
        message.ranking = rank(self.model.labels, probabilities, int(self.config["ranking_length"]))
        message.intent = message.ranking[0]

    def state(self) -> dict[str, Any]:
        return self.model.state()

    def load(self, state: dict[str, Any]) -> None:
        self.model.load(state)
