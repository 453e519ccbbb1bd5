"""How near a text is to the training examples, by the cosine of their vectors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

KEPT = 4000
AT_ONCE = 500

Vector = NDArray[np.float32]


class Nearness(NamedTuple):
    """Cosine to the nearest example, and to the nearest one of the label that scores best; 0 for neither.
    One of each per text.
    """

    to_any: NDArray[np.float64]
    to_best: NDArray[np.float64]


class Neighbours:
    """A sample of the examples, of each label about as many; a byte per number of their vectors."""

    def __init__(self) -> None:
        self.vectors: Vector = np.zeros((0, 0), dtype=np.float32)
        self.labels: NDArray[np.int32] = np.zeros(0, dtype=np.int32)
        self.texts: list[str] = []

    def learn(self, texts: Sequence[str], vectors: Vector, labels: NDArray[np.int32], seed: int) -> None:
        if not texts:
            return
        kept = sample(labels.tolist(), KEPT, seed)
        self.vectors = unpack(pack(vectors[kept]))
        self.labels = labels[kept]
        self.texts = [texts[i] for i in kept.tolist()]

    def examples(self) -> Iterator[tuple[str, int]]:
        return zip(self.texts, self.labels.tolist(), strict=True)

    def vector(self, number: int) -> Vector:
        found: Vector = self.vectors[number]
        return found

    def nearness(self, vectors: Vector, best: NDArray[np.int64]) -> Nearness:
        """``vectors``: one per text; ``best``: the number of the label that its text scores best for."""
        found = Nearness(*(np.zeros(len(best)) for _ in Nearness._fields))
        if self.vectors.size:
            for start in range(0, len(best), AT_ONCE):
                some = slice(start, start + AT_ONCE)
                cosines = vectors[some] @ self.vectors.T
                found.to_any[some] = cosines.max(axis=1)
                same = np.where(self.labels == best[some, None], cosines, np.float32(0))
                found.to_best[some] = same.max(axis=1)
        return found

    def state(self) -> dict[str, Any]:
        return {"vectors": pack(self.vectors), "labels": self.labels, "texts": self.texts}

    def load(self, state: dict[str, Any]) -> None:
        self.vectors = unpack(np.asarray(state["vectors"], dtype=np.int8))
        self.labels = np.asarray(state["labels"], dtype=np.int32)
        self.texts = list(state["texts"])


def sample(labels: Sequence[int], count: int, seed: int) -> NDArray[np.int64]:
    """Numbers of at most ``count`` examples, ascending; labels with many give up theirs first."""
    random = np.random.default_rng(seed)
    array = np.asarray(labels)
    if len(array) <= count:
        return np.arange(len(array))
    place = np.zeros(len(array))
    for label in np.unique(array):
        members = random.permutation(np.flatnonzero(array == label))
        place[members] = np.arange(len(members))
    return np.sort(np.lexsort((random.random(len(array)), place))[:count])


def pack(vectors: Vector) -> NDArray[np.int8]:
    return np.round(vectors * 127).astype(np.int8)


def unpack(values: NDArray[np.int8]) -> Vector:
    whole: Vector = values.astype(np.float32) / np.float32(127)
    return whole
