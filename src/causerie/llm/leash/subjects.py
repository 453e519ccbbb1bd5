"""Finds prices that stand in the passages, but for something else: "the suite is 7 €" when breakfast is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from causerie.llm.leash.figure import FREE, MONEY, Figure
from causerie.llm.leash.figures import figures_of, source_of, stands_in
from causerie.llm.leash.languages import is_other_language
from causerie.llm.leash.letters import visible, words_of
from causerie.llm.leash.sentences import ends_of

STEM = 5  # letters that tell a word: "chambres" and "chambre" are the same
_PRONOUN = re.compile(r"\b(?:it|its|they|their|this|these|that|il|elle|ils|elles|ce|cela|ceci|c['’]est)\b")
_COMMON = frozenset(
    ["cost", "costs", "price", "prices", "priced", "rate", "rates", "euro", "euros", "dollar", "dollars", "pound", "pounds", "charge", "charged", "charges", "pays", "paid", "free", "night", "nights", "person", "persons", "guest", "guests", "adult", "hotel", "from", "with", "your", "this", "that", "they", "them", "there", "here", "only", "also", "each", "every", "per", "coute", "coutent", "cout", "prix", "tarif", "tarifs", "nuit", "nuits", "personne", "personnes", "gratuit", "gratuits", "gratuite", "gratuites", "offert", "offerte", "client", "clients", "hote", "notre", "votre", "avec", "pour", "dans", "vous", "nous", "elle", "elles", "sont", "etre", "cela", "chez", "aussi", "seulement", "chaque", "tout", "toute", "tous", "please", "have", "will", "would", "about", "which", "what", "when", "where", "more", "than", "into", "then", "possible", "available", "disponible", "complimentary", "euros", "sure", "course"]
)  # fmt: skip


def misattributed(answer: str, passages: Sequence[str], language: str) -> Figure | None:
    """A price in ``answer`` whose sentence speaks of something in the passages that has no such price there.

    ``passages`` begin with their headings. Words the passages do not know prove nothing.
    """
    known = frozenset().union(*(_subjects(place) for passage in passages for place in _places(passage)))
    for sentence in _sentences(visible(answer)):
        said = _subjects(sentence) & known
        for figure in figures_of(sentence, language, len(passages)) if said else ():
            if figure.unit in MONEY or figure.unit == FREE:
                places = [
                    place for place in _all_places(passages) if stands_in(figure, source_of(place, language))
                ]
                if (
                    places
                    and not any(said & _subjects(place) for place in places)
                    and not _foreign(places, language)
                ):
                    return figure
    return None


def _foreign(places: Sequence[str], language: str) -> bool:
    """Words of another language can't be compared."""
    return any(is_other_language(place, language) for place in places)


def _all_places(passages: Sequence[str]) -> Iterator[str]:
    for passage in passages:
        yield from _places(passage)


@lru_cache(maxsize=1024)
def _places(passage: str) -> tuple[str, ...]:
    """Each sentence with the one before it in its paragraph, as "it" may stand for that, and the headings."""
    heading, _, text = passage.partition("\n")
    made: list[str] = []
    for line in text.split("\n"):
        before = ""
        for sentence in _sentences(line):
            made.append(f"{heading}\n{before if _PRONOUN.search(sentence.lower()) else ''} {sentence}")
            before = sentence
    return tuple(made)


def _sentences(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        start = 0
        for end in [*ends_of(line), len(line)]:
            if line[start:end].strip():
                yield line[start:end]
            start = end


@lru_cache(maxsize=4096)
def _subjects(text: str) -> frozenset[str]:
    return frozenset(
        word[:STEM]
        for word in words_of(text)
        if len(word) > 3 and word not in _COMMON and not re.search(r"\d", word)
    )
