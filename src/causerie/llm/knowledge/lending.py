"""Pages that say what a frequent answer says are found by that answer's example questions too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import log1p, sqrt

from causerie.llm.knowledge.languages import stop_words
from causerie.llm.knowledge.passage import ANSWERS, Passage
from causerie.llm.knowledge.words import stem, surface_forms

ALIKE = 0.3  # cosine from which a page's passage is taken to say the same
MOST = 2  # passages that one answer lends to


def asked_of(passages: Sequence[Passage], language: str | None) -> list[tuple[str, ...]]:
    """The questions each passage is found by: its own, and a page's also those of an answer that is much like it."""
    asked = [passage.asked for passage in passages]
    answers = [number for number, passage in enumerate(passages) if passage.source == ANSWERS]
    pages = [number for number, passage in enumerate(passages) if passage.source != ANSWERS]
    if not answers or not pages:
        return asked
    vectors = _vectors(passages, language)
    holders: dict[str, list[int]] = {}
    for number in pages:
        for word in vectors[number]:
            holders.setdefault(word, []).append(number)
    for answer in answers:
        for page in _alike(vectors[answer], vectors, holders):
            asked[page] = (*asked[page], *passages[answer].asked)
    return asked


def _vectors(passages: Sequence[Passage], language: str | None) -> list[dict[str, float]]:
    """Words weighted by rarity, each vector of length 1."""
    skipped = stop_words(language)
    counts = [
        Counter(stem(word, language) for word in surface_forms(passage.text, skipped)) for passage in passages
    ]
    frequency = Counter(word for count in counts for word in count)
    found = []
    for count in counts:
        vector = {
            word: log1p(times) * log1p(len(passages) / frequency[word]) for word, times in count.items()
        }
        length = sqrt(sum(weight * weight for weight in vector.values())) or 1.0
        found.append({word: weight / length for word, weight in vector.items()})
    return found


def _alike(
    vector: dict[str, float], vectors: Sequence[dict[str, float]], holders: dict[str, list[int]]
) -> list[int]:
    likenesses: Counter[int] = Counter()
    for word, weight in vector.items():
        for number in holders.get(word, ()):
            likenesses[number] += weight * vectors[number][word]  # type: ignore[assignment]
    best = sorted((-likeness, number) for number, likeness in likenesses.items() if likeness >= ALIKE)
    return [number for _, number in best[:MOST]]
