"""How alike names are, by their words: ``go_to_journal`` and ``action_redirect_to_journal``."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from math import log

WORDS = re.compile(r"[\W_]+|(?<=[a-z])(?=[A-Z])")
OF_THE_KIND = frozenset({"utter", "action", "respond", "form"})
STEM = 4
SHARED = 0.6
SAME_STEM = 0.8


class LikeNames:
    """Finds among ``candidates`` the name most like another. Words that few of all names have count for more."""

    def __init__(self, candidates: Iterable[str], others: Iterable[str]) -> None:
        own = {name: words_of(name) for name in candidates}
        names = [*own.values(), *map(words_of, others)]
        self.names_with = Counter(word for words in names for word in set(words))
        self.rarest = log((len(names) + 1) / 0.5)
        self.lengths = {name: self._length(words) for name, words in own.items()}
        self.with_word: dict[str, set[str]] = defaultdict(set)
        self.with_stem: dict[str, set[str]] = defaultdict(set)
        for name, words in own.items():
            for word in words:
                self.with_word[word].add(name)
                self.with_stem[word[:STEM]].add(word)

    def likest(self, name: str, rather: Collection[str] = ()) -> tuple[str, float] | None:
        """A candidate and how alike it is, from 0 to 1 (Dice's coefficient); ``rather`` these where several are."""
        words = words_of(name)
        shared: dict[str, float] = defaultdict(float)
        for word in words:
            best: dict[str, float] = {}
            for other in self.with_stem.get(word[:STEM], ()):
                share = _alike(word, other) * self._weight(word)
                for candidate in self.with_word[other] if share else ():
                    best[candidate] = max(best.get(candidate, 0.0), share)
            for candidate, share in best.items():
                shared[candidate] += share
        if not shared:
            return None
        length = self._length(words)
        alike = {other: 2 * share / (length + self.lengths[other]) for other, share in shared.items()}
        found = max(sorted(alike), key=lambda candidate: (round(alike[candidate], 6), candidate in rather))
        return found, alike[found]

    def _length(self, words: Iterable[str]) -> float:
        return sum(map(self._weight, words))

    def _weight(self, word: str) -> float:
        return self.rarest - log(2 * self.names_with[word] + 1)


def words_of(name: str) -> list[str]:
    """In lower case, without those that tell what kind of action it is."""
    words = [word.lower() for word in WORDS.split(name) if word]
    return [word for word in words if word not in OF_THE_KIND] or words


def _alike(word: str, other: str) -> float:
    """1 for the same word, less for words with the same stem."""
    if word == other:
        return 1.0
    shared = next(
        (i for i, (a, b) in enumerate(zip(word, other, strict=False)) if a != b), min(len(word), len(other))
    )
    return SAME_STEM if shared >= max(STEM, SHARED * max(len(word), len(other))) else 0.0
