"""How much of what a text says stands in the examples of a label, word by word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]


class WordVectors(Protocol):
    """Words → vectors; the length of one tells how much a word says."""

    @property
    def size(self) -> int: ...

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

    def of(self, texts: Sequence[Sequence[str]], best: NDArray[np.int64]) -> NDArray[np.float64]:
        """0 to 1 for each text beside the label that is ``best`` for it; NaN where no word has a vector."""
        found = np.full(len(texts), np.nan)
        if self.vectors is None or not self.words:
            return found
        for label in np.unique(best).tolist():
            if len(self.of_labels[label]):
                own = np.flatnonzero(best == label)
                found[own] = self.beside([texts[i] for i in own.tolist()], label)
        return found

    def beside(self, texts: Sequence[Sequence[str]], label: int) -> NDArray[np.float64]:
        assert self.vectors is not None
        place: dict[str, int] = {}
        said = [[place.setdefault(word.lower(), len(place)) for word in words] for words in texts]
        if not place:
            return np.full(len(texts), np.nan)
        vectors = np.array([self.vectors.vector(word) for word in place])
        weights = lengths(vectors)
        amounts = (unit(vectors) @ self.directions_of(label).T).max(axis=1) * weights
        found = np.full(len(texts), np.nan)
        for i, own in enumerate(said):
            total = float(weights[own].sum())
            if total:
                found[i] = float(amounts[own].sum()) / total
        return found

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
