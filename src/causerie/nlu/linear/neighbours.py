"""How near a text is to the training examples, by the cosine of their vectors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from causerie.nlu.linear.corpus import Corpus, Numbers

KEPT = 4000
AT_ONCE = 500
ASKED = 500
NARROWEST = 0.05
EXTREMES = (-4.0, 2.0)

Vector = NDArray[np.float32]


class Neighbours:
    """A sample of the examples, of each label about as many; a byte per number of their vectors."""

    def __init__(self) -> None:
        self.vectors: Vector = np.zeros((0, 0), dtype=np.float32)
        self.labels: NDArray[np.int32] = np.zeros(0, dtype=np.int32)
        self.texts: list[str] = []
        self.usual = 0.0
        self.spread = 1.0

    def learn(self, corpus: Corpus, numbers: Numbers, labels: NDArray[np.int32], seed: int) -> None:
        """Learn from the examples with these numbers, which have these labels."""
        if not len(numbers):
            return
        kept = sample(labels.tolist(), KEPT, seed)
        self.vectors = unpack(pack(corpus.vectors[numbers[kept]]))
        self.labels = labels[kept]
        self.texts = [" ".join(corpus.examples[i].words) for i in numbers[kept].tolist()]
        self.learn_usual()

    def learn_usual(self) -> None:
        """How near examples are to their nearest other one: median and standard deviation."""
        self.usual, self.spread = 0.0, 1.0
        asked = np.linspace(0, len(self.vectors) - 1, min(len(self.vectors), ASKED)).astype(np.int64)
        if len(asked) > 1 and self.vectors.any():
            cosines = self.vectors[asked] @ self.vectors.T
            cosines[np.arange(len(asked)), asked] = -1.0
            nearest = cosines.max(axis=1)
            self.usual, self.spread = float(np.median(nearest)), max(float(nearest.std()), NARROWEST)

    def examples(self) -> Iterator[tuple[str, int]]:
        return zip(self.texts, self.labels.tolist(), strict=True)

    def vector(self, number: int) -> Vector:
        found: Vector = self.vectors[number]
        return found

    def nearness(self, vectors: Vector) -> NDArray[np.float64]:
        """Per text, how far its cosine to the nearest example is above what is usual between examples, in
        standard deviations; 0 where nothing has a vector.
        """
        found = np.zeros(len(vectors))
        if self.vectors.size:
            for start in range(0, len(vectors), AT_ONCE):
                some = slice(start, start + AT_ONCE)
                nearest = (vectors[some] @ self.vectors.T).max(axis=1)
                found[some] = (nearest - self.usual) / self.spread
        clipped: NDArray[np.float64] = np.clip(found, *EXTREMES)
        return clipped

    def state(self) -> dict[str, Any]:
        return {"vectors": pack(self.vectors), "labels": self.labels, "texts": self.texts} | {
            "usual": self.usual,
            "spread": self.spread,
        }

    def load(self, state: dict[str, Any]) -> None:
        self.vectors = unpack(np.asarray(state["vectors"], dtype=np.int8))
        self.labels = np.asarray(state["labels"], dtype=np.int32)
        self.texts = list(state["texts"])
        self.usual, self.spread = float(state["usual"]), float(state["spread"])


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
    values = vectors * np.float32(127)
    return np.round(values, out=values).astype(np.int8)


def unpack(values: NDArray[np.int8]) -> Vector:
    whole: Vector = values.astype(np.float32)
    whole /= np.float32(127)
    return whole
