"""Rows → a probability per label, by a linear model whose confidence can be believed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from causerie.nlu.features import Row
from causerie.nlu.linear.folds import stratified_folds
from causerie.nlu.linear.softmax import best_temperature, softmax
from causerie.nlu.linear.support_vectors import Matrix, fit, stack

FOLDS = 5
FOLDS_OF_MANY = 3
MANY_EXAMPLES = 2000


class LinearModel:
    """Scores are ``row @ weights`` plus the bias in the last row of ``weights``; probabilities are
    their softmax at ``temperature``, which is found by cross-validation.
    """

    def __init__(self) -> None:
        self.labels: list[str] = []
        self.weights: Matrix = np.zeros((1, 0), dtype=np.float32)
        self.temperature = 1.0

    def train(
        self,
        rows: Sequence[Row],
        labels: Sequence[str],
        seed: int,
        penalties: Sequence[float] = (0.5,),
        hints: Sequence[bool] | None = None,
        hint_weight: float = 0.5,
    ) -> list[str]:
        """Learn; returns what cross-validation predicted for each row.

        Of several ``penalties`` (C of the support vector machine) the one with the most right
        answers is taken. ``hints`` marks rows that teach with less weight and are never held out.
        """
        self.labels = list(dict.fromkeys(labels))
        number = {label: index for index, label in enumerate(self.labels)}
        targets = np.array([number[label] for label in labels], dtype=np.int32)
        hint = np.zeros(len(rows), dtype=np.bool_) if hints is None else np.array(hints)
        weights = np.where(hint, hint_weight, 1.0)
        matrix = stack(rows)

        tried = [
            (held_out_scores(matrix, targets, weights, hint, len(self.labels), c, seed), c) for c in penalties
        ]
        scores, c = max(tried, key=lambda scored: right_share(scored[0][~hint], targets[~hint]))
        self.temperature = best_temperature(scores[~hint], targets[~hint])
        self.weights = fit(matrix, targets, weights, len(self.labels), c, seed)
        return [self.labels[index] for index in scores.argmax(axis=1).tolist()]

    def probabilities(self, row: Row) -> NDArray[np.float64]:
        scores = row.values @ self.weights[row.indices] + self.weights[-1]
        return softmax(scores / self.temperature)

    def state(self) -> dict[str, Any]:
        return {"labels": self.labels, "weights": self.weights, "temperature": self.temperature}

    def load(self, state: dict[str, Any]) -> None:
        self.labels = list(state["labels"])
        self.weights = np.asarray(state["weights"], dtype=np.float32)
        self.temperature = float(state["temperature"])


def held_out_scores(
    matrix: Any,
    targets: NDArray[np.int32],
    weights: NDArray[np.float64],
    hints: NDArray[np.bool_],
    count: int,
    c: float,
    seed: int,
) -> NDArray[np.float64]:
    """Scores ``[rows, labels]`` of each row by a model that has not seen it; hints are always seen."""
    folds = stratified_folds(targets.tolist(), FOLDS if len(targets) < MANY_EXAMPLES else FOLDS_OF_MANY, seed)
    folds[hints] = -1
    scores = np.full((len(targets), count), -1.0)
    for fold in np.unique(folds[folds >= 0]).tolist():
        out = folds == fold
        if not out.all():
            learnt = fit(matrix[~out], targets[~out], weights[~out], count, c, seed)
            scores[out] = matrix[out] @ learnt[:-1] + learnt[-1]
    return scores


def right_share(scores: NDArray[np.float64], targets: NDArray[np.int32]) -> float:
    return float((scores.argmax(axis=1) == targets).mean()) if len(targets) else 0.0
