"""Meaning as a further sign, where somebody gives vectors for texts; nothing needs it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from causerie.llm.knowledge.passage import Passage

Vectors = NDArray[np.float32]


class Embed(Protocol):
    """Texts → ``[texts, size]``. Lengths do not matter; a row of zeros says nothing."""

    def __call__(self, texts: Sequence[str]) -> NDArray[Any]: ...


def vectors_of(passages: Sequence[Passage], embed: Embed) -> Vectors:
    """A vector of length 1 for each passage with its heading."""
    return _unit(embed([f"{' '.join(passage.headings[-1:])}. {passage.text}" for passage in passages]))


def likeness(question: str, vectors: Vectors, embed: Embed) -> Vectors:
    """The cosine of each passage with the question, 0 where it is negative."""
    cosines: Vectors = np.maximum(vectors @ _unit(embed([question]))[0], np.float32(0))
    return cosines


def _unit(rows: NDArray[Any]) -> Vectors:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(lengths > 0, lengths, 1.0), dtype=np.float32)
