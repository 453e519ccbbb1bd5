"""The vector that stands for what a message means, from whatever can tell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from causerie.nlu.encoders.static_table import StaticTable, english
from causerie.nlu.message import Message, words_of

Vector = NDArray[np.float32]
ENGLISH = "en"
BESIDE_FEATURES = 0.5


class Meaning:
    """The dense features of the featurizers, and the English table for a project in English."""

    def __init__(self) -> None:
        self.table: StaticTable | None = None

    def learn(self, language: str | None, wanted: bool) -> None:
        """A project that names no language counts as English, as in Rasa."""
        self.use_table(wanted and (language or ENGLISH).lower().split("-")[0].split("_")[0] == ENGLISH)

    def use_table(self, wanted: bool) -> None:
        self.table = english() if wanted else None

    def of(self, message: Message) -> Vector:
        """Of length 1, or zeros."""
        parts = [unit(dense(f.sentence.values)) for f in message.features if f.is_dense]
        return self.with_words(parts, words_of(message))

    def of_words(self, words: Sequence[str], like: Vector) -> Vector:
        """For words that come without a message, such as an intent's name: as long as ``like``, zeros
        where featurizers would have to be asked.
        """
        size = self.table.size if self.table else 0
        missing = len(like) - size
        return self.with_words([np.zeros(missing, dtype=np.float32)] if missing else [], words)

    def with_words(self, parts: list[Vector], words: Any) -> Vector:
        if self.table is not None:
            known = self.table.encode(list(words))
            parts = [*parts, known * np.float32(BESIDE_FEATURES) if parts else known]
        if not parts:
            return np.zeros(0, dtype=np.float32)
        return unit(np.concatenate(parts))

    def state(self) -> dict[str, Any]:
        return {"english": self.table is not None}

    def load(self, state: dict[str, Any]) -> None:
        self.use_table(bool(state["english"]))


def dense(values: NDArray[Any]) -> Vector:
    return np.asarray(values, dtype=np.float32)


def unit(vector: Vector) -> Vector:
    length = float(np.sqrt(vector @ vector))
    return vector / np.float32(length) if length else vector
