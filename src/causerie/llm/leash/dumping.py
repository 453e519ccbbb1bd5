"""Counts, sentence by sentence, how much of the passages an answer says word for word."""

from __future__ import annotations

from collections.abc import Sequence

from causerie.llm.leash.disclosure import MIDDLE, MOST
from causerie.llm.leash.letters import visible, words_of
from causerie.llm.leash.shingles import WORDS

Run = tuple[str, ...]


class Dumping:
    """Of passages of at least MIDDLE words. What it reads may overlap with what it read before."""

    def __init__(self, passages: Sequence[str]) -> None:
        self._sizes: list[int] = []
        self._places: dict[Run, list[tuple[int, int]]] = {}
        self._covered: list[set[int]] = []
        for passage in passages:
            words = words_of(passage)
            if len(words) < MIDDLE:
                continue
            for place, run in enumerate(_runs(words)):
                self._places.setdefault(run, []).append((len(self._sizes), place))
            self._sizes.append(len(words))
            self._covered.append(set())

    def reads(self, text: str) -> bool:
        """Whether, with this, so much of a passage was said that the whole answer has to be looked at."""
        for run in _runs(words_of(visible(text))):
            for passage, place in self._places.get(run, ()):
                self._covered[passage].update(range(place, place + WORDS))
        return any(
            len(covered) > MOST * size for covered, size in zip(self._covered, self._sizes, strict=True)
        )


def _runs(words: list[str]) -> list[Run]:
    return [tuple(words[place : place + WORDS]) for place in range(len(words) - WORDS + 1)]
