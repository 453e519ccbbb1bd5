"""The English table as what embeds texts of the knowledge: no download, no network, microseconds for a text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from causerie.nlu.encoders.static_table import english
from causerie.nlu.encoders.wordpiece import split_words


class EnglishTable:
    """Texts → ``[texts, size]``."""

    languages: tuple[str, ...] | None = ("en",)

    def __call__(self, texts: Sequence[str]) -> NDArray[Any]:
        table = english()
        rows = [table.encode([word for word in split_words(text) if word[0].isalnum()]) for text in texts]
        return np.array(rows, dtype=np.float32).reshape(len(texts), table.size)
