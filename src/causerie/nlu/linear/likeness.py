"""How much of what a text says stands in the examples of a label, word by word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]


class WordVectors(Protocol):
    """Words → vectors; the length of one tells how much a word says."""

    def vector(self, word: str) -> Vector: ...


class Likeness:
    """Each word of a text looks for the word of the label's examples that means most nearly the same
    (as in ColBERT, Khattab and Zaharia, SIGIR 2020); the mean of the cosines, weighted by what the
    words say, is near 1 for what was foreseen and low for what is of another world.
    """

    def __init__(self, vectors: WordVectors | None = None) -> None:
        self.vectors = vectors
        self.words: list[str] = []
        self.of_labels: list[NDArray[np.int32]] = []
        self.directions: dict[int, Vector] = {}

    def learn(self, texts: Iterable[tuple[Sequence[str], int]], labels: int) -> None:
        """``texts`` with the numbers of their labels, which run from 0 to ``labels`` - 1."""
        if self.vectors is None:
            return
        number: dict[str, int] = {}
        found: list[set[int]] = [set() for _ in range(labels)]
        for words, label in texts:
            found[label].update(number.setdefault(word.lower(), len(number)) for word in words)
        self.words = list(number)
        self.of_labels = [np.array(sorted(own), dtype=np.int32) for own in found]
        self.directions = {}

    def of(self, words: Sequence[str], label: int) -> float | None:
        """0 to 1; None where no word has a vector."""
        if self.vectors is None or not self.words or not len(self.of_labels[label]):
            return None
        said = np.array([self.vectors.vector(word.lower()) for word in words])
        weights = lengths(said)
        total = float(weights.sum())
        if not total:
            return None
        cosines = (unit(said) @ self.directions_of(label).T).max(axis=1)
        return float(weights @ cosines) / total

    def directions_of(self, label: int) -> Vector:
        found = self.directions.get(label)
        if found is None and self.vectors is not None:
            own = [self.words[i] for i in self.of_labels[label].tolist()]
            found = self.directions[label] = unit(np.array([self.vectors.vector(word) for word in own]))
        assert found is not None
        return found

    def state(self) -> dict[str, Any]:
        return {"words": self.words, "of_labels": self.of_labels}

    def load(self, state: dict[str, Any]) -> None:
        self.words = list(state["words"])
        self.of_labels = [np.asarray(own, dtype=np.int32) for own in state["of_labels"]]
        self.directions = {}


def lengths(vectors: Vector) -> Vector:
    found: Vector = np.sqrt((vectors * vectors).sum(axis=-1))
    return found


def unit(vectors: Vector) -> Vector:
    found: Vector = (vectors / np.maximum(lengths(vectors), 1e-9)[..., None]).astype(np.float32)
    return found
