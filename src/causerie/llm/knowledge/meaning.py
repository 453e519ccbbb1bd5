"""The vectors of passages, and how near a question is to each.

Models differ in how alike they find texts that have nothing in common, so a cosine is told as a standard
score among all passages of the language: by how many standard deviations it lies above their mean.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from causerie.llm.knowledge.embed import Vectors, to_embed, unit
from causerie.llm.knowledge.passage import Passage

FEWEST = 3  # passages; a standard score of two says nothing

Passages = Mapping[str, Sequence[Passage]]


@dataclass(frozen=True, slots=True)
class Meaning:
    """``vectors`` by language, each row of length 1; a language may have none."""

    vectors: Mapping[str, Vectors]

    @property
    def size(self) -> int:
        """How many numbers a vector has."""
        return next((rows.shape[1] for rows in self.vectors.values()), 0)

    def nearness(self, question: NDArray[Any], language: str) -> Vectors | None:
        """The standard score of each passage's cosine with the question; None where it says nothing."""
        rows = self.vectors.get(language)
        if rows is None or len(rows) < FEWEST:
            return None
        cosines = rows @ unit(np.asarray(question, dtype=np.float32))
        spread = cosines.std()
        return (cosines - cosines.mean()) / spread if spread > 0 else None

    def state(self) -> dict[str, Any]:
        """In half precision: a cosine changes by less than a thousandth."""
        return {code: rows.astype(np.float16) for code, rows in self.vectors.items()}


def learn_meaning(rows: NDArray[Any], passages: Passages) -> Meaning:
    """``rows``: a vector for each of ``texts_of``."""
    rows = unit(rows).astype(np.float16).astype(np.float32)  # as stored: a loaded model searches as this one
    vectors: dict[str, Vectors] = {}
    done = 0
    for code, known in passages.items():
        vectors[code] = rows[done : done + len(known)]
        done += len(known)
    return Meaning(vectors)


def load_meaning(state: Mapping[str, Any], passages: Passages) -> Meaning:
    """Raises ValueError where passages and vectors do not belong together."""
    vectors = {code: np.asarray(rows, dtype=np.float32) for code, rows in state.items()}
    if any(rows.ndim != 2 or len(rows) != len(passages.get(code, ())) for code, rows in vectors.items()):
        raise ValueError("there is not a vector for each passage")
    if len({rows.shape[1] for rows in vectors.values()}) > 1:
        raise ValueError("the vectors of passages are not of one length")
    return Meaning(vectors)


def texts_of(passages: Passages) -> list[str]:
    """All passages, language by language."""
    return [to_embed(passage) for known in passages.values() for passage in known]
