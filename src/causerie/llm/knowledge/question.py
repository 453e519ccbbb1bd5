"""A question as what it looks for: each telling word with the terms of an index that may stand for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from causerie.llm.knowledge.evidence import asked_for
from causerie.llm.knowledge.index import WordIndex
from causerie.llm.knowledge.languages import stop_words
from causerie.llm.knowledge.synonyms import Groups, Phrase
from causerie.llm.knowledge.words import folded_words, stem, surface_forms

NEAR = 0.65
SYNONYM = 0.6
RAREST_KIND = 1.0  # "how much" tells less than a rare word does
ASKING = 0.5  # so does the word that says so: "price", "hours"
LONGEST_PHRASE = 3
LONGEST = 1_000  # characters of a question that are looked at: who writes more asks more than one thing


@dataclass(frozen=True, slots=True)
class Wanted:
    """One telling word: the terms that may stand for it with weights 0 to 1, and how rare it is."""

    word: str
    terms: Mapping[int, float]
    rarity: float


@dataclass(frozen=True, slots=True)
class Lookup:
    """An index with what finding its words by name needs; ``synonyms``: stems → the stems that stand for them."""

    index: WordIndex
    terms: Mapping[str, int]
    surfaces: frozenset[str]
    synonyms: Mapping[Phrase, Sequence[Phrase]]
    rarest: float

    @staticmethod
    def of(index: WordIndex, *synonyms: Groups) -> Lookup:
        vocabulary = index.vocabulary
        rarest = float(vocabulary.rarity.max()) if len(vocabulary.rarity) else 1.0
        known = _stemmed(synonyms, index.language)
        return Lookup(index, index.numbers(), frozenset(vocabulary.surfaces), known, rarest)


def read_question(question: str, lookup: Lookup, asked_in: str | None = None) -> list[Wanted]:
    """What the question looks for in this index, in the order it is said, each once.

    ``asked_in`` is the question's language, where it is another than that of the index.
    """
    question = question[:LONGEST]
    language = lookup.index.language
    skipped = stop_words(language) | stop_words(asked_in)
    wanted: dict[str, Wanted] = {}
    for surface in surface_forms(question, skipped):
        wanted.setdefault(stem(surface, language), _word(surface, lookup))
    words = [stem(word, language) for word in folded_words(question)]
    for first, second in pairwise(folded_words(question)):
        joined = first + second
        if min(len(first), len(second)) > 1 and joined in lookup.surfaces:  # "check out" is "check-out"
            wanted.setdefault(stem(joined, language), _word(joined, lookup))
    _add_synonyms(words, wanted, lookup)
    for kind, asking in asked_for(question).items():
        for word in {stem(surface, language) for surface in asking} & wanted.keys():
            wanted[word] = replace(wanted[word], rarity=wanted[word].rarity * ASKING)
        number = lookup.terms.get(kind)
        if number is not None:
            wanted[kind] = Wanted(kind, {number: 1.0}, min(RAREST_KIND, _rarity(number, lookup)))
    return list(wanted.values())


def _word(surface: str, lookup: Lookup) -> Wanted:
    """A known word stands for itself, an unknown one for those near it; it is as rare as the rarest known."""
    exact = lookup.terms.get(stem(surface, lookup.index.language))
    if exact is not None:
        return Wanted(surface, {exact: 1.0}, _rarity(exact, lookup))
    terms: dict[int, float] = {}
    for number, alike in lookup.index.near.near(surface):
        term = int(lookup.index.vocabulary.of_surface[number])
        terms[term] = max(terms.get(term, 0.0), NEAR * alike)
    return Wanted(surface, terms, lookup.rarest)


def _add_synonyms(words: Sequence[str], wanted: dict[str, Wanted], lookup: Lookup) -> None:
    """Each phrase of the question that stands for others gives them to its last telling word."""
    for length in range(1, LONGEST_PHRASE + 1):
        for begin in range(len(words) - length + 1):
            phrase = tuple(words[begin : begin + length])
            others = lookup.synonyms.get(phrase)
            if not others:
                continue
            terms = _standing_in(others, lookup)
            if terms:
                telling = [word for word in phrase if word in wanted] or ["_".join(phrase)]
                word = wanted.get(telling[-1]) or Wanted(telling[-1], {}, lookup.rarest)
                wanted[telling[-1]] = _with_terms(word, terms, lookup)


def _with_terms(word: Wanted, terms: Mapping[int, float], lookup: Lookup) -> Wanted:
    rarity = word.rarity
    if not any(weight == 1.0 for weight in word.terms.values()):  # unknown, but not what it stands for
        rarity = max(_rarity(term, lookup) for term in terms)
    return replace(word, terms={**terms, **word.terms}, rarity=rarity)


def _standing_in(phrases: Sequence[Phrase], lookup: Lookup) -> dict[int, float]:
    """The rarest term of each phrase that the index has as a whole."""
    found: dict[int, float] = {}
    for phrase in phrases:
        numbers = [lookup.terms[word] for word in phrase if word in lookup.terms]
        if numbers and len(numbers) == len(phrase):
            rarest = max(numbers, key=lambda number: (_rarity(number, lookup), -number))
            found[rarest] = SYNONYM
    return found


def _stemmed(synonyms: Sequence[Groups], language: str | None) -> dict[Phrase, list[Phrase]]:
    skipped = stop_words(language)
    found: dict[Phrase, list[Phrase]] = {}
    for groups in synonyms:
        for phrase, others in groups.items():
            key = tuple(stem(word, language) for word in phrase)
            for other in others:
                stems = tuple(stem(word, language) for word in other if word not in skipped)
                if stems and stems != key:
                    found.setdefault(key, []).append(stems)
    return found


def _rarity(number: int, lookup: Lookup) -> float:
    return float(lookup.index.vocabulary.rarity[number])
