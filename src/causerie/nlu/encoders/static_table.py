"""Meaning at the price of a look-up: one vector per word piece, summed over a text.

The English table is distilled from all-MiniLM-L6-v2 (``benchmarks/encoder``), as Model2Vec and its
kind do.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from causerie.nlu.encoders.wordpiece import WordPiece

ENGLISH = Path(__file__).with_name("english")
CACHED_WORDS = 20_000

Array = NDArray[np.float32]


class StaticTable:
    """``vectors``: int8 ``[pieces, size]``; each row times its scale is the piece's vector."""

    def __init__(self, vocabulary: dict[str, int], vectors: NDArray[np.int8], scales: Array) -> None:
        self.pieces = WordPiece(vocabulary)
        self.vectors = vectors
        self.scales = scales
        self.unknown = len(vocabulary)
        self.pieces.unknown = self.unknown
        self.words: dict[str, Array] = {}

    @property
    def size(self) -> int:
        return int(self.vectors.shape[1])

    def encode(self, words: list[str]) -> Array:
        """A vector of length 1; zeros where no piece of the words is known."""
        total = np.zeros(self.size, dtype=np.float32)
        for word in words:
            total += self.vector(word)
        length = float(np.sqrt(total @ total))
        return total / length if length else total

    def vector(self, word: str) -> Array:
        """The sum of its pieces' vectors."""
        found = self.words.get(word)
        if found is None:
            numbers = [number for number in self.pieces.pieces(word) if number != self.unknown]
            found = (self.vectors[numbers] * self.scales[numbers, None]).sum(axis=0, dtype=np.float32)
            if len(self.words) < CACHED_WORDS:
                self.words[word] = found
        return found


@cache
def english() -> StaticTable:
    """The table that comes with the package, read when it is first asked for and shared by all models."""
    pieces = (ENGLISH / "pieces.txt").read_text(encoding="utf-8").splitlines()
    return StaticTable(
        {piece: number for number, piece in enumerate(pieces)},
        np.load(ENGLISH / "vectors.npy", mmap_mode="r"),
        np.load(ENGLISH / "scales.npy"),
    )


def quantise(vectors: Array) -> tuple[NDArray[np.int8], Array]:
    """Rows as int8, and what each is to be multiplied with."""
    scales = (np.abs(vectors).max(axis=1) / 127).astype(np.float32)
    safe = np.where(scales > 0, scales, 1).astype(np.float32)
    return np.round(vectors / safe[:, None]).astype(np.int8), scales
