"""What a featurizer says of a message: sparse rows, made when somebody reads them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Row:
    """A sparse vector: ``values`` at ``indices`` (ascending, each once); ``size`` is its length."""

    indices: NDArray[np.int32]
    values: NDArray[np.float32]
    size: int

    @classmethod
    def of(cls, weights: dict[int, float], size: int) -> Row:
        indices = np.array(sorted(weights), dtype=np.int32)
        return cls(indices, np.array([weights[i] for i in indices.tolist()], dtype=np.float32), size)

    @classmethod
    def dense(cls, values: NDArray[np.float32]) -> Row:
        return cls(_all_places(len(values)), values.astype(np.float32, copy=False), len(values))


@lru_cache(maxsize=16)
def _all_places(size: int) -> NDArray[np.int32]:
    """Shared by all rows of this size."""
    places = np.arange(size, dtype=np.int32)
    places.flags.writeable = False
    return places


class Features:
    """The output of one featurizer, named by its ``alias`` or its class.

    Nothing is computed until it is read: a featurizer that no component reads costs nothing.
    ``is_dense``: the sentence's row is a vector of meaning, with a number in every place.
    """

    def __init__(
        self,
        origin: str,
        sentence: Callable[[], Row],
        tokens: Callable[[], Sequence[Row]],
        is_dense: bool = False,
    ) -> None:
        self.origin = origin
        self.is_dense = is_dense
        self.compute_sentence = sentence
        self.compute_tokens = tokens

    @cached_property
    def sentence(self) -> Row:
        """One row for the whole message."""
        return self.compute_sentence()

    @cached_property
    def tokens(self) -> Sequence[Row]:
        """One row per token."""
        return self.compute_tokens()


def concatenate(rows: Sequence[Row]) -> Row:
    """The rows side by side, as one long row."""
    offsets = np.cumsum([0, *(row.size for row in rows)])
    return Row(
        np.concatenate([row.indices + offset for row, offset in zip(rows, offsets, strict=False)])
        if rows
        else np.zeros(0, np.int32),
        np.concatenate([row.values for row in rows]) if rows else np.zeros(0, np.float32),
        int(offsets[-1]),
    )
