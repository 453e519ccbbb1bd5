"""The values that entities had in the training examples, found again in a text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

Phrase = tuple[str, ...]


class Gazetteer:
    """Counts per phrase (small letters) and label. ``longest`` is in words."""

    def __init__(self) -> None:
        self.counts: dict[Phrase, dict[str, int]] = {}
        self.longest = 0

    def learn(self, values: Iterable[tuple[Phrase, str]]) -> None:
        for (phrase, label), count in Counter(values).items():
            self.counts.setdefault(phrase, {})[label] = count
        self.longest = max((len(phrase) for phrase in self.counts), default=0)

    def with_values(self, values: Iterable[tuple[Phrase, str]]) -> Gazetteer:
        """One like this that knows these, too."""
        found = Gazetteer()
        found.counts = {phrase: dict(labels) for phrase, labels in self.counts.items()}
        for phrase, label in values:
            counts = found.counts.setdefault(phrase, {})
            counts[label] = counts.get(label, 0) + 1
        found.longest = max((len(phrase) for phrase in found.counts), default=0)
        return found

    def find(self, words: Sequence[str], without: Iterable[tuple[Phrase, str]] = ()) -> list[list[str]]:
        """Per token, the labels of the longest known phrase that starts at or covers it.

        ``without`` are values to forget, once each: while training, an example must not
        recognise itself.
        """
        forgotten = Counter(without)
        found: list[list[str]] = [[] for _ in words]
        position = 0
        while position < len(words):
            length, labels = self.longest_at(words, position, forgotten)
            for index in range(position, position + length):
                place = "U" if length == 1 else "B" if index == position else "I"
                found[index] = [f"{place}-{label}" for label in labels]
            position += max(1, length)
        return found

    def longest_at(
        self, words: Sequence[str], start: int, forgotten: Counter[tuple[Phrase, str]]
    ) -> tuple[int, list[str]]:
        for length in range(min(self.longest, len(words) - start), 0, -1):
            phrase = tuple(words[start : start + length])
            counts = self.counts.get(phrase)
            if counts:
                labels = [label for label, count in counts.items() if count > forgotten[phrase, label]]
                if labels:
                    return length, labels
        return 0, []

    def state(self) -> list[Any]:
        return [[" ".join(phrase), labels] for phrase, labels in self.counts.items()]

    def load(self, state: Iterable[Any]) -> None:
        self.counts = {tuple(phrase.split(" ")): dict(labels) for phrase, labels in state}
        self.longest = max((len(phrase) for phrase in self.counts), default=0)
