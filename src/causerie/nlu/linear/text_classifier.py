"""Text → a probability per label, by a linear model whose confidence can be believed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from causerie.nlu.linear.folds import stratified_folds
from causerie.nlu.linear.ngrams import Ngrams, Reading
from causerie.nlu.linear.support_vectors import Matrix, fit, stack

TEMPERATURES = np.geomspace(0.05, 1.5, 35)
HINT_WEIGHT = 0.5
MANY_EXAMPLES = 2000


@dataclass(frozen=True, slots=True)
class TextExample:
    """``words`` said for ``label``. A hint (a label's own name) teaches a little and is not counted on."""

    words: tuple[str, ...]
    label: str
    is_hint: bool = False


class TextClassifier:
    """Scores are ``weights`` of the n-grams; probabilities their softmax at ``temperature``.

    The temperature is found by cross-validation. Probabilities are scaled by the share of the
    text that the model knows, so that a text of unknown words has no confident label.
    """

    def __init__(self) -> None:
        self.labels: list[str] = []
        self.ngrams = Ngrams()
        self.weights: Matrix = np.zeros((1, 0), dtype=np.float32)
        self.temperature = 1.0

    def train(self, examples: Sequence[TextExample], seed: int, c: float = 1.0) -> list[str]:
        """Learn; returns what cross-validation predicted for each example, in their order."""
        self.labels = list(dict.fromkeys(example.label for example in examples))
        self.ngrams.learn((x.words for x in examples), 1 if len(examples) < MANY_EXAMPLES else 2)
        readings = [self.ngrams.read(example.words) for example in examples]
        number = {label: index for index, label in enumerate(self.labels)}
        targets = np.array([number[example.label] for example in examples], dtype=np.int32)
        hints = np.array([example.is_hint for example in examples])
        matrix = stack([reading.row for reading in readings])
        sample_weights = np.where(hints, HINT_WEIGHT, 1.0)

        scores = held_out_scores(matrix, targets, sample_weights, hints, len(self.labels), c, seed)
        self.temperature = best_temperature(scores[~hints], targets[~hints])
        self.weights = fit(matrix, targets, sample_weights, len(self.labels), c, seed)
        return [self.labels[index] for index in scores.argmax(axis=1)]

    def read(self, words: Sequence[str]) -> Reading:
        return self.ngrams.read(words)

    def probabilities(self, reading: Reading) -> NDArray[np.float64]:
        """One number per label; their sum is the evidence."""
        row = reading.row
        scores = row.values @ self.weights[row.indices] + self.weights[-1]
        return softmax(scores / self.temperature) * reading.evidence

    def state(self) -> dict[str, Any]:
        return {
            "labels": self.labels,
            "ngrams": self.ngrams.state(),
            "weights": self.weights,
            "temperature": self.temperature,
        }

    def load(self, state: dict[str, Any]) -> None:
        self.labels = list(state["labels"])
        self.ngrams.load(state["ngrams"])
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
    """Scores ``[examples, labels]`` of each example by a model that has not seen it."""
    folds = stratified_folds(targets.tolist(), 5 if len(targets) < MANY_EXAMPLES else 3, seed)
    folds[hints] = -1
    scores = np.full((len(targets), count), -1.0)
    for fold in np.unique(folds[folds >= 0]):
        held_out = folds == fold
        if not (~held_out).any():
            continue
        learnt = fit(matrix[~held_out], targets[~held_out], weights[~held_out], count, c, seed)
        scores[held_out] = matrix[held_out] @ learnt[:-1] + learnt[-1]
    return scores


def best_temperature(scores: NDArray[np.float64], targets: NDArray[np.int32]) -> float:
    """The temperature with the smallest negative log-likelihood (Guo et al. 2017)."""
    if scores.shape[1] < 2:
        return 1.0
    at = np.arange(len(targets))
    losses = [-np.log(softmax(scores / t)[at, targets] + 1e-12).mean() for t in TEMPERATURES]
    return float(TEMPERATURES[int(np.argmin(losses))])


def softmax(scores: NDArray[Any]) -> NDArray[np.float64]:
    shifted = np.exp(np.asarray(scores, dtype=np.float64) - scores.max(axis=-1, keepdims=True))
    normalised: NDArray[np.float64] = shifted / shifted.sum(axis=-1, keepdims=True)
    return normalised
