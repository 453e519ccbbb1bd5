"""Meaning as a further sign beside words, where somebody gives vectors for texts; nothing needs it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from causerie.llm.knowledge.passage import Passage

Vectors = NDArray[np.float32]


class Embed(Protocol):
    """Texts → ``[texts, size]``. Lengths do not matter; a row of zeros says nothing.

    One that can't read all languages says so by an attribute ``languages``, their codes.
    """

    def __call__(self, texts: Sequence[str]) -> NDArray[Any]: ...


def to_embed(passage: Passage) -> str:
    """What a passage's vector is made of: its heading and its text, not what is asked."""
    return f"{' '.join(passage.headings[-1:])}. {passage.text}"


def unit(rows: NDArray[Any]) -> Vectors:
    """Rows of length 1; of zeros, where a row is zeros."""
    lengths = np.linalg.norm(rows, axis=-1, keepdims=True)
    return np.asarray(rows / np.where(lengths > 0, lengths, 1.0), dtype=np.float32)
