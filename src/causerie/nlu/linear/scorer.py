"""Words and a vector → a score per label: n-grams and meaning side by side, one linear model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from causerie.nlu.features import Row
from causerie.nlu.linear.corpus import Corpus, Numbers
from causerie.nlu.linear.likeness import Likeness, WordVectors
from causerie.nlu.linear.neighbours import Neighbours
from causerie.nlu.linear.ngrams import Ngrams
from causerie.nlu.linear.rows import Rows
from causerie.nlu.linear.solver import CrossEntropy, Matrix, SquaredHinge, Task, fit_among
from causerie.nlu.linear.text_example import NO_VECTOR, Vector

PENALTY = 12.0
PENALTY_OF_MANY = 0.5
AT_ONCE = 32
"""So many labels' machines are solved together: the solver remembers a dozen numbers per example and label."""
PACKED_AT_ONCE = 4096
VECTOR_WEIGHT, VECTOR_LOSS = 1.65, 0.18
ENCODED_WEIGHT, ENCODED_LOSS = 3.5, 0.3


@dataclass(frozen=True, slots=True)
class Looks:
    """What is seen in texts, a row or a number each. ``scores``: ``[texts, labels]``. ``likeness``: the
    share of what the text says that the best label's examples say too. ``nearness``: that of the nearest
    example, by ``Neighbours``.
    """

    scores: NDArray[np.float64]
    likeness: NDArray[np.float64]
    nearness: NDArray[np.float64]


class Scorer:
    """Multinomial logistic regression with few examples, support vector machines with many. Where labels
    have parts there is one for the parts too, and a label's score is the mean of its own and that of its
    best part: it is not enough to sound like a question, it has to be like one of those that are known.
    """

    def __init__(self, words: WordVectors | None = None) -> None:
        self.labels: list[str] = []
        self.ngrams = Ngrams()
        self.vector_weight = 1.0
        self.weights: Matrix = np.zeros((1, 0), dtype=np.float32)
        self.label_of_part: NDArray[np.int32] = np.zeros(0, dtype=np.int32)
        self.neighbours = Neighbours()
        self.likeness = Likeness(words)

    def train(self, corpus: Corpus, seed: int) -> None:
        self.learn(corpus, np.arange(len(corpus)), seed)
        self.ngrams = corpus.ngrams
        self.weights = rounded(self.weights)

    def learn(self, corpus: Corpus, numbers: Numbers, seed: int) -> None:
        """Learn from the examples with these numbers; ``look_at`` then reads texts of the same corpus."""
        examples = [corpus.examples[i] for i in numbers.tolist()]
        self.labels = list(dict.fromkeys(example.label for example in examples))
        number = {label: index for index, label in enumerate(self.labels)}
        self.vector_weight = vector_weight(corpus, self.likeness.vectors)
        targets = [np.array([number[example.label] for example in examples], dtype=np.int32)]
        parts = {kind: number[label] for kind, label in dict.fromkeys((e.kind, e.label) for e in examples)}
        self.label_of_part = np.zeros(0, dtype=np.int32)
        if len(parts) > len(self.labels):
            self.label_of_part = np.array(list(parts.values()), dtype=np.int32)
            place = {kind: index for index, kind in enumerate(parts)}
            targets.append(np.array([place[example.kind] for example in examples], dtype=np.int32))
        self.weights = fit_all(corpus, numbers, targets, self.vector_weight)
        real = np.array([not example.is_hint for example in examples], dtype=np.bool_)
        self.neighbours.learn(corpus, numbers[real], targets[0][real], seed)
        self.likeness.learn(((e.words, number[e.label]) for e in examples), len(self.labels))

    def look_at(self, corpus: Corpus, taught: Numbers, numbers: Numbers) -> Looks:
        """See the examples with these ``numbers`` as texts, by a model ``taught`` with others."""
        known = corpus.known_to(taught)
        found = Rows.of(corpus, numbers, known, self.vector_weight).scores(self.weights)
        words = [corpus.examples[i].words for i in numbers.tolist()]
        return self.seen(found, words, corpus.vectors[numbers], corpus.evidence(numbers, known))

    def look(self, words: Sequence[str], vector: Vector = NO_VECTOR) -> Looks:
        row, evidence = self.row(words, vector)
        found = row.values @ self.weights[row.indices] + self.weights[-1]
        return self.seen(found[None, :], [words], vector[None, :], np.array([evidence]))

    def seen(
        self, found: Matrix, words: Sequence[Sequence[str]], vectors: Matrix, evidence: NDArray[np.float64]
    ) -> Looks:
        scores = found[:, : len(self.labels)].astype(np.float64)
        if len(self.label_of_part):
            of_best_part = np.full(scores.shape, -np.inf)
            for part, label in enumerate(self.label_of_part.tolist(), len(self.labels)):
                np.maximum(of_best_part[:, label], found[:, part], out=of_best_part[:, label])
            scores = (scores + of_best_part) / 2
        best = scores.argmax(axis=1)
        likeness = self.likeness.of(words, best)
        likeness = np.where(np.isnan(likeness), evidence, likeness)
        return Looks(scores, likeness, self.neighbours.nearness(vectors))

    def speaking(self, words: Sequence[str], vector: Vector, label: int) -> NDArray[np.float64]:
        """The weights that a label's score for these words was made with."""
        weights = self.weights[:-1, label].astype(np.float64)
        if not len(self.label_of_part):
            return weights
        row, _ = self.row(words, vector)
        parts = np.flatnonzero(self.label_of_part == label) + len(self.labels)
        scores = row.values @ self.weights[row.indices][:, parts] + self.weights[-1, parts]
        return (weights + self.weights[:-1, parts[int(scores.argmax())]]) / 2

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


def vector_weight(corpus: Corpus, words: WordVectors | None) -> float:
    """How much the vectors count beside the n-grams, which have length 1 twice: the more examples a label
    has, the less. An encoder's vectors tell more than those that are sums of words.
    """
    labels = {example.label for example in corpus.examples}
    tens = len(corpus) / len(labels) / 10
    if corpus.vectors.shape[1] > (words.size if words else 0):
        return float(ENCODED_WEIGHT / tens**ENCODED_LOSS)
    return float(VECTOR_WEIGHT / tens**VECTOR_LOSS)


def fit_all(
    corpus: Corpus, numbers: Numbers, targets: Sequence[NDArray[np.int32]], vector_weight: float
) -> Matrix:
    """``[features + 1, labels]``, for each of the ``targets`` side by side; the bias stands last."""
    rows = Rows.of(corpus, numbers, corpus.known_to(numbers), vector_weight)
    alike = rows.alike()
    weights = corpus.weights[numbers]
    tasks = (one for own in targets for one in tasks_of(own, weights, corpus.is_large))
    return np.concatenate([rows.summed(fit_among(alike, one)) for one in tasks], axis=1)


def tasks_of(labels: NDArray[np.int32], weights: NDArray[np.float64], many: bool) -> Iterator[Task]:
    """With few examples, those of a label that has more than others weigh less."""
    count = int(labels.max()) + 1
    if not many:
        own = np.bincount(labels, minlength=count)
        yield CrossEntropy(labels, weights * np.sqrt(own.mean() / own)[labels], count, PENALTY)
        return
    for first in range(0, count, AT_ONCE):
        yield SquaredHinge(labels - first, weights, min(AT_ONCE, count - first), PENALTY_OF_MANY)


def packed(weights: Matrix) -> tuple[NDArray[np.int8], Matrix]:
    """A byte per weight, and what the bytes of each label are to be multiplied with."""
    scales = np.maximum(weights.max(axis=0, initial=1e-9), -weights.min(axis=0, initial=0)) / np.float32(127)
    values = np.empty(weights.shape, dtype=np.int8)
    for first in range(0, len(weights), PACKED_AT_ONCE):
        some = slice(first, first + PACKED_AT_ONCE)
        values[some] = np.round(weights[some] / scales)
    return values, scales


def unpacked(values: NDArray[np.int8], scales: Matrix) -> Matrix:
    whole: Matrix = values.astype(np.float32)
    whole *= scales
    return whole


def rounded(weights: Matrix) -> Matrix:
    """As precise as they are stored, so that a model answers alike before and after it was saved."""
    return unpacked(*packed(weights))
