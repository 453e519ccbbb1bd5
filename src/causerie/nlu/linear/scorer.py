"""Words and a vector → a score per label: n-grams and meaning side by side, one linear model."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from causerie.nlu.features import Row
from causerie.nlu.linear.likeness import Likeness, WordVectors
from causerie.nlu.linear.neighbours import Nearness, Neighbours
from causerie.nlu.linear.ngrams import Ngrams
from causerie.nlu.linear.support_vectors import Matrix, fit, stack

PENALTY = 1.0
HINT_WEIGHT = 0.5
MANY_EXAMPLES = 2000
VECTOR_WEIGHT = 1.75
VECTOR_WEIGHT_OF_MANY = 1.0

Vector = NDArray[np.float32]
NO_VECTOR: Vector = np.zeros(0, dtype=np.float32)


@dataclass(frozen=True, slots=True)
class TextExample:
    """``words`` said for ``label``, and what they mean as a vector of length 1 (or of no numbers).

    A hint (a label's own name) teaches a little and is not counted on. ``part`` names the kind of
    example inside its label (``faq/hours`` of ``faq``).
    """

    words: tuple[str, ...]
    label: str
    is_hint: bool = False
    vector: Vector = field(default_factory=lambda: NO_VECTOR)
    part: str = ""

    @property
    def kind(self) -> str:
        return self.part or self.label


@dataclass(frozen=True, slots=True)
class Look:
    """``scores``: one per label, above 0 for yes. ``evidence``: the share of the text that is known.
    ``likeness``: the share of what it says that the best label's examples say too.
    """

    scores: NDArray[np.float64]
    evidence: float
    likeness: float
    nearness: Nearness


class Scorer:
    """A linear support vector machine per label. Where labels have parts there is one per part too,
    and a label's score is the mean of its own and that of its best part: it is not enough to sound
    like a question, it has to be like one of those that are known.
    """

    def __init__(self, words: WordVectors | None = None) -> None:
        self.labels: list[str] = []
        self.ngrams = Ngrams()
        self.vector_weight = VECTOR_WEIGHT
        self.weights: Matrix = np.zeros((1, 0), dtype=np.float32)
        self.label_of_part: NDArray[np.int32] = np.zeros(0, dtype=np.int32)
        self.neighbours = Neighbours()
        self.likeness = Likeness(words)

    def train(self, examples: Sequence[TextExample], seed: int) -> None:
        self.labels = list(dict.fromkeys(example.label for example in examples))
        number = {label: index for index, label in enumerate(self.labels)}
        many = len(examples) >= MANY_EXAMPLES
        self.vector_weight = VECTOR_WEIGHT_OF_MANY if many else VECTOR_WEIGHT
        self.ngrams.learn((example.words for example in examples), 2 if many else 1)
        targets = np.array([number[example.label] for example in examples], dtype=np.int32)
        weights = np.array([HINT_WEIGHT if example.is_hint else 1.0 for example in examples])
        matrix = stack([self.row(example.words, example.vector)[0] for example in examples])
        learnt = fit(matrix, targets, weights, len(self.labels), PENALTY, seed)
        parts = {kind: number[label] for kind, label in dict.fromkeys((e.kind, e.label) for e in examples)}
        self.label_of_part = np.zeros(0, dtype=np.int32)
        if len(parts) > len(self.labels):
            self.label_of_part = np.array(list(parts.values()), dtype=np.int32)
            place = {kind: index for index, kind in enumerate(parts)}
            kinds = np.array([place[example.kind] for example in examples], dtype=np.int32)
            of_parts = fit(matrix, kinds, weights, len(parts), PENALTY, seed)
            learnt = np.concatenate([learnt, of_parts], axis=1)
        self.weights = rounded(learnt)
        taught = [example for example in examples if not example.is_hint]
        self.neighbours.learn(
            [" ".join(example.words) for example in taught],
            [example.vector for example in taught],
            [number[example.label] for example in taught],
            seed,
        )
        self.likeness.learn(((e.words, number[e.label]) for e in examples), len(self.labels))

    def look(self, words: Sequence[str], vector: Vector = NO_VECTOR) -> Look:
        row, evidence = self.row(words, vector)
        found = (row.values @ self.weights[row.indices] + self.weights[-1]).astype(np.float64)
        scores = found[: len(self.labels)]
        if len(self.label_of_part):
            of_best_part = np.full(len(scores), -np.inf)
            np.maximum.at(of_best_part, self.label_of_part, found[len(scores) :])
            scores = (scores + of_best_part) / 2
        best = int(scores.argmax())
        likeness = self.likeness.of(words, best)
        return Look(
            scores,
            evidence,
            evidence if likeness is None else likeness,
            self.neighbours.nearness(vector, best),
        )

    def speaking(self, words: Sequence[str], vector: Vector, label: int) -> NDArray[np.float64]:
        """The weights that a label's score for these words was made with."""
        weights = self.weights[:-1, label].astype(np.float64)
        if not len(self.label_of_part):
            return weights
        row, _ = self.row(words, vector)
        parts = np.flatnonzero(self.label_of_part == label) + len(self.labels)
        scores = row.values @ self.weights[row.indices][:, parts] + self.weights[-1, parts]
        return (weights + self.weights[:-1, parts[int(scores.argmax())]]) / 2

    def look_at(self, examples: Iterable[TextExample]) -> list[Look]:
        return [self.look(example.words, example.vector) for example in examples]

    def row(self, words: Sequence[str], vector: Vector) -> tuple[Row, float]:
        """The features of a text, and how much of it is known."""
        reading = self.ngrams.read(words)
        grams, first = reading.row, len(self.ngrams)
        places = np.arange(first, first + len(vector), dtype=np.int32)
        row = Row(
            np.concatenate([grams.indices, places]),
            np.concatenate([grams.values, vector * np.float32(self.vector_weight)]),
            first + len(vector),
        )
        return row, reading.evidence

    def state(self) -> dict[str, Any]:
        values, scales = packed(self.weights)
        return {
            "labels": self.labels,
            "label_of_part": self.label_of_part,
            "ngrams": self.ngrams.state(),
            "vector_weight": self.vector_weight,
            "weights": values,
            "scales": scales,
            "neighbours": self.neighbours.state(),
            "likeness": self.likeness.state(),
        }

    def load(self, state: dict[str, Any]) -> None:
        self.labels = list(state["labels"])
        self.label_of_part = np.asarray(state["label_of_part"], dtype=np.int32)
        self.ngrams.load(state["ngrams"])
        self.vector_weight = float(state["vector_weight"])
        self.weights = unpacked(state["weights"], state["scales"])
        self.neighbours.load(state["neighbours"])
        self.likeness.load(state["likeness"])


def packed(weights: Matrix) -> tuple[NDArray[np.int8], Matrix]:
    """A byte per weight, and what the bytes of each label are to be multiplied with."""
    scales = (np.abs(weights).max(axis=0, initial=1e-9) / 127).astype(np.float32)
    return np.round(weights / scales).astype(np.int8), scales


def unpacked(values: NDArray[np.int8], scales: Matrix) -> Matrix:
    whole: Matrix = values.astype(np.float32) * scales
    return whole


def rounded(weights: Matrix) -> Matrix:
    """As precise as they are stored, so that a model answers alike before and after it was saved."""
    return unpacked(*packed(weights))
