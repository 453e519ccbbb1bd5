"""TF-IDF of word and character n-grams.

Single words, two in a row (the first and the last with the edge of the text) and characters of length
2 to 4 inside words (with a blank at either edge), sublinear term frequency, smoothed idf, and each of
the two blocks scaled to a length of its own.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import log, sqrt
from typing import Any
from unicodedata import normalize

import numpy as np
from numpy.typing import NDArray

from causerie.nlu.features import Row

CHAR_LENGTHS = (2, 3, 4)
TELLING_LENGTHS = (3, 4)
CACHED_WORDS = 20_000
START, END = "\x02", "\x03"
DIGITS = re.compile(r"\d+")
ACCENTS = re.compile("([a-z])[\u0300-\u036f]+")


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as a row, and how much of it the model knows: ``evidence`` from 0 to 1."""

    row: Row
    evidence: float


class Ngrams:
    """A vocabulary learnt from texts. A text is the list of its words. The n-grams of words have length 1 together,
    those of characters ``char_weight``.
    """

    def __init__(self, char_weight: float = 1.0) -> None:
        self.char_weight = char_weight
        self.vocabulary: dict[str, int] = {}
        self.idf: list[float] = []
        self.unknown_idf = 1.0
        self.cache: dict[str, tuple[tuple[int, ...], float]] = {}

    def learn(self, texts: Iterable[Sequence[str]], min_count: int = 1) -> None:
        """``min_count``: in how many texts an n-gram must stand; single words always count."""
        documents = 0
        counts: Counter[str] = Counter()
        for words in texts:
            documents += 1
            counts.update(set(all_grams(normalise(words))))
        kept = sorted(g for g, n in counts.items() if n >= min_count or is_single_word(g))
        self.vocabulary = {gram: index for index, gram in enumerate(kept)}
        idf = [log((1 + documents) / (1 + counts[gram])) + 1 for gram in kept]
        self.idf = np.array(idf, dtype=np.float32).tolist()  # as precise as it is stored
        self.unknown_idf = log(1 + documents) + 1
        self.cache = {}

    def __len__(self) -> int:
        return len(self.vocabulary)

    def read(self, words: Sequence[str]) -> Reading:
        words = normalise(words)
        word_counts: dict[int, int] = {}
        char_counts: dict[int, int] = {}
        known = total = 0.0
        for gram in word_grams(words):
            index = self.vocabulary.get(gram)
            if index is not None:
                word_counts[index] = word_counts.get(index, 0) + 1
        for word in words:
            grams, share = self.char_indices(word)
            for index in grams:
                char_counts[index] = char_counts.get(index, 0) + 1
            index = self.vocabulary.get(word_key(word))
            weight = self.unknown_idf if index is None else self.idf[index]
            total += weight
            known += weight if index is not None else weight * share
        weights = {**self.scaled(word_counts), **self.scaled(char_counts, self.char_weight)}
        return Reading(Row.of(weights, len(self.vocabulary)), known / total if total else 0.0)

    def indices(self, words: Sequence[str]) -> list[int]:
        """The numbers of the known n-grams of normalised words, as often as they stand there."""
        found = [index for gram in word_grams(words) if (index := self.vocabulary.get(gram)) is not None]
        for word in words:
            found.extend(self.char_indices(word)[0])
        return found

    def char_indices(self, word: str) -> tuple[tuple[int, ...], float]:
        """The known character n-grams of a word, and how much it looks like known words (0 to 1).

        The square of the share of its n-grams that is known: a slip ("helo") keeps some of the
        evidence of the word meant, a foreign word next to nothing.
        """
        found = self.cache.get(word)
        if found is None:
            grams = char_grams(word)
            indices = tuple(index for gram in grams if (index := self.vocabulary.get(gram)) is not None)
            telling = telling_grams(word)
            share = sum(gram in self.vocabulary for gram in telling) / len(telling) if telling else 0.0
            found = (indices, share * share)
            if len(self.cache) < CACHED_WORDS:
                self.cache[word] = found
        return found

    def scaled(self, counts: dict[int, int], to_length: float = 1.0) -> dict[int, float]:
        weights = {
            index: self.idf[index] * (1.0 if count == 1 else 1.0 + log(count))
            for index, count in counts.items()
        }
        length = sqrt(sum(weight * weight for weight in weights.values())) / to_length
        return {index: weight / length for index, weight in weights.items()}

    def state(self) -> dict[str, Any]:
        return {
            "grams": list(self.vocabulary),
            "idf": np.array(self.idf, dtype=np.float32),
            "unknown_idf": self.unknown_idf,
            "char_weight": self.char_weight,
        }

    def load(self, state: dict[str, Any]) -> None:
        self.vocabulary = {gram: index for index, gram in enumerate(state["grams"])}
        idf: NDArray[np.float32] = state["idf"]
        self.idf = idf.tolist()
        self.unknown_idf = float(state["unknown_idf"])
        self.char_weight = float(state["char_weight"])
        self.cache = {}


def normalise(words: Sequence[str]) -> list[str]:
    """Small letters, Latin ones without accents; every number counts as the same one."""
    return [DIGITS.sub("0", without_accents(word.lower())) for word in words]


def without_accents(word: str) -> str:
    return word if word.isascii() else normalize("NFC", ACCENTS.sub(r"\1", normalize("NFD", word)))


def all_grams(words: Sequence[str]) -> Iterable[str]:
    yield from word_grams(words)
    for word in words:
        yield from char_grams(word)


def word_grams(words: Sequence[str]) -> Iterable[str]:
    """Keys start with a tab, which keeps them apart from those of characters."""
    for word in words:
        yield word_key(word)
    for pair, _ in word_pairs(words):
        yield pair


def word_pairs(words: Sequence[str]) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Two in a row, the edges of the text included, and the numbers of the words in them."""
    for place, (first, second) in enumerate(pairwise(words)):
        yield f"\t{first} {second}", (place, place + 1)
    if words:
        yield f"\t{START} {words[0]}", (0,)
        yield f"\t{words[-1]} {END}", (len(words) - 1,)


def word_key(word: str) -> str:
    return "\t" + word


def is_single_word(gram: str) -> bool:
    return gram.startswith("\t") and " " not in gram


@lru_cache(maxsize=CACHED_WORDS)
def char_grams(word: str) -> tuple[str, ...]:
    padded = f" {word} "
    grams: list[str] = []
    for length in CHAR_LENGTHS:
        if len(padded) <= length:
            return (*grams, padded)
        grams += [padded[start : start + length] for start in range(len(padded) - length + 1)]
    return tuple(grams)


def telling_grams(word: str) -> list[str]:
    """Those by which a word with a slip is known again."""
    return [gram for gram in char_grams(word) if len(gram) in TELLING_LENGTHS]
