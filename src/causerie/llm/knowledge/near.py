"""Known words near a misspelt or shortened one: found by shared groups of three letters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA

SHORTEST = 4  # letters of a word that may be misspelt
SHORTEST_BEGINNING = 3
TWO_EDITS = 9  # letters from which a word may be misspelt twice
CANDIDATES = 30
MOST = 3
BEGINNING_WEIGHT = 0.5


class NearWords:
    """Known words by their groups of three letters, as postings: group ``g`` has ``words[starts[g]:starts[g+1]]``."""

    def __init__(
        self, known: Sequence[str], groups: list[str], starts: NDArray[np.int32], words: NDArray[np.int32]
    ):
        self.known = known
        self.numbers = {group: number for number, group in enumerate(groups)}
        self.groups = groups
        self.starts = starts
        self.words = words

    @staticmethod
    def learn(known: Sequence[str]) -> NearWords:
        pairs = [
            (group, number)
            for number, word in enumerate(known)
            if word.isalpha()
            for group in set(letter_groups(word))
        ]
        groups = sorted({group for group, _ in pairs})
        numbers = {group: number for number, group in enumerate(groups)}
        pairs.sort(key=lambda pair: (numbers[pair[0]], pair[1]))
        counts = np.bincount(
            np.array([numbers[group] for group, _ in pairs], dtype=np.int64), minlength=len(groups)
        )
        starts = np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)
        return NearWords(known, groups, starts, np.array([number for _, number in pairs], dtype=np.int32))

    def near(self, word: str) -> list[tuple[int, float]]:
        """Numbers of known words and how alike they are, 0 to 1, the most alike first."""
        if len(word) < SHORTEST_BEGINNING or not word.isalpha():
            return []
        numbers = [self.numbers[group] for group in sorted(set(letter_groups(word))) if group in self.numbers]
        if not numbers:
            return []
        hits = np.concatenate([self.words[self.starts[n] : self.starts[n + 1]] for n in numbers])
        found, counts = np.unique(hits, return_counts=True)
        best = found[np.lexsort((found, -counts))[:CANDIDATES]]
        likenesses = [(int(number), _likeness(word, self.known[number])) for number in best]
        alike = sorted((-likeness, number) for number, likeness in likenesses if likeness)
        return [(number, -negative) for negative, number in alike[:MOST]]

    def state(self) -> dict[str, Any]:
        return {"groups": self.groups, "starts": self.starts, "words": self.words}

    @staticmethod
    def load(state: dict[str, Any], known: Sequence[str]) -> NearWords:
        return NearWords(known, list(state["groups"]), state["starts"], state["words"])


def letter_groups(word: str) -> Iterator[str]:
    """``pool`` → ``^p``, ``^po``, ``poo``, ``ool``, ``ol$``, ``p_o``, ``o_l``."""
    padded = f"^{word}$"
    yield padded[:2]
    yield from (padded[i : i + 3] for i in range(len(padded) - 2))
    # One wrong letter changes three groups in a row; pairs that skip a letter outlive some of it.
    yield from (f"{first}_{third}" for first, third in zip(word, word[2:], strict=False))


def _likeness(word: str, known: str) -> float:
    """0 where they are not alike; the beginning of a longer word (``resto``) counts less than a slip."""
    longer = max(len(word), len(known))
    edits = OSA.distance(word, known, score_cutoff=2)
    if len(word) >= SHORTEST and edits <= (2 if longer >= TWO_EDITS else 1) and word[0] == known[0]:
        return 1 - edits / longer
    if known.startswith(word):
        return BEGINNING_WEIGHT
    return 0.0
