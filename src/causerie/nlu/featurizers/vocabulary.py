"""Ways to cut words into n-grams, and the n-grams worth keeping."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from causerie.errors import ComponentError

Analyzer = Callable[[Sequence[str], int, int], Iterator[str]]


@dataclass(frozen=True, slots=True)
class Limits:
    """``min_df`` and ``max_df``: in how many texts an n-gram must and may stand; a float is a share.

    ``max_features`` keeps the most frequent ones.
    """

    min_df: float
    max_df: float
    max_features: int | None


def learn_vocabulary(texts: Iterable[Iterable[str]], limits: Limits) -> dict[str, int]:
    """N-gram → index, in alphabetical order. Raises ComponentError when the limits leave nothing."""
    documents = 0
    holding: Counter[str] = Counter()
    occurring: Counter[str] = Counter()
    for grams in texts:
        counts = Counter(grams)
        documents += 1
        occurring.update(counts)
        holding.update(counts.keys())
    lowest, highest = in_texts(limits.min_df, documents), in_texts(limits.max_df, documents)
    kept = [gram for gram, count in holding.items() if lowest <= count <= highest]
    if holding and not kept:
        raise ComponentError(
            f"CountVectorsFeaturizer: min_df {limits.min_df} and max_df {limits.max_df} leave no n-gram of "
            "the training data. Lower min_df or raise max_df."
        )
    if limits.max_features is not None:
        kept = sorted(kept, key=lambda gram: (-occurring[gram], gram))[: limits.max_features]
    return {gram: number for number, gram in enumerate(sorted(kept))}


def in_texts(limit: float, documents: int) -> float:
    return limit * documents if isinstance(limit, float) else limit


def word_grams(words: Sequence[str], shortest: int, longest: int) -> Iterator[str]:
    for length in range(shortest, longest + 1):
        for start in range(len(words) - length + 1):
            yield " ".join(words[start : start + length])


def char_grams(words: Sequence[str], shortest: int, longest: int) -> Iterator[str]:
    """Across words."""
    text = " ".join(words)
    for length in range(shortest, longest + 1):
        for start in range(len(text) - length + 1):
            yield text[start : start + length]


def char_grams_in_words(words: Sequence[str], shortest: int, longest: int) -> Iterator[str]:
    """Inside words, with a blank at either edge; a word shorter than the n-gram counts whole, once."""
    for word in words:
        padded = f" {word} "
        for length in range(shortest, longest + 1):
            if length >= len(padded):
                yield padded
                break
            for start in range(len(padded) - length + 1):
                yield padded[start : start + length]


def strip_to_ascii(text: str) -> str:
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()


def strip_accents(text: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))


ANALYZERS: dict[str, Analyzer] = {"word": word_grams, "char": char_grams, "char_wb": char_grams_in_words}
STRIPPERS: dict[str | None, Callable[[str], str]] = {
    None: lambda text: text,
    "ascii": strip_to_ascii,
    "unicode": strip_accents,
}
