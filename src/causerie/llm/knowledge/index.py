"""Which passages share the words of a question: BM25F, with contributions worked out beforehand.

Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009), section 3.6.
Fields are the text, the headings, and what is asked. Beside whole passages, their parts (sentences,
items, rows, asked questions) are kept as sets of terms, to see whether one part alone answers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from causerie.llm.knowledge.evidence import held_in
from causerie.llm.knowledge.languages import stop_words
from causerie.llm.knowledge.near import NearWords
from causerie.llm.knowledge.passage import Passage
from causerie.llm.knowledge.sentences import units
from causerie.llm.knowledge.words import stem, surface_forms

K1 = 0.6
B = 0.4
WEIGHTS = {"text": 1.0, "headings": 1.6, "asked": 0.6}

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Rows:
    """Lists of numbers of unequal length: row ``r`` is ``values[starts[r]:starts[r + 1]]``."""

    starts: Ints
    values: Ints

    @staticmethod
    def of(rows: Sequence[Sequence[int]]) -> Rows:
        lengths = [len(row) for row in rows]
        starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)
        return Rows(starts, np.array([number for row in rows for number in row], dtype=np.int32))

    def __getitem__(self, row: int) -> Ints:
        return self.values[self.starts[row] : self.starts[row + 1]]


@dataclass(frozen=True, slots=True)
class Terms:
    """``terms`` are what stands in the index, ``surfaces`` the words they came from; ``of_surface`` their terms."""

    terms: list[str]
    surfaces: list[str]
    of_surface: Ints
    rarity: Floats  # inverse document frequency of each term


@dataclass(frozen=True, slots=True)
class WordIndex:
    """The passages of one language, numbered from 0. ``parts`` are term sets, ``asked`` says which are questions."""

    language: str | None
    vocabulary: Terms
    postings: Rows  # term → passages
    contributions: Floats  # beside postings.values: what the term adds to the passage's score
    parts: Rows  # part → terms
    headings: Rows  # passage → terms of its last heading
    parts_of: Rows  # passage → (first part, number of text parts, number of asked parts)
    near: NearWords

    def numbers(self) -> dict[str, int]:
        return {term: number for number, term in enumerate(self.vocabulary.terms)}


def build(
    passages: Sequence[Passage], language: str | None, asked_of: Sequence[Sequence[str]] = ()
) -> WordIndex:
    """The index of passages that are all in one language; ``asked_of`` in place of what they say is asked."""
    asked_of = asked_of or [passage.asked for passage in passages]
    skipped = stop_words(language)
    counter = _Numbering(language, skipped)
    said = [[counter.count([part]) for part in units(passage.text)] for passage in passages]
    fields = {
        "text": [_sum(counts) for counts in said],
        "headings": [counter.count(passage.headings) for passage in passages],
        "asked": [counter.count(asked) for asked in asked_of],
    }
    parts: list[list[int]] = []
    parts_of: list[list[int]] = []
    headings: list[list[int]] = []
    for passage, counts, asked in zip(passages, said, asked_of, strict=True):
        headings.append(sorted(counter.count(passage.headings[-1:])))
        parts_of.append([len(parts), len(counts), len(asked)])
        parts.extend(sorted(count) for count in counts)
        parts.extend(sorted(counter.count([text])) for text in asked)
    postings, contributions, rarity = _bm25f(fields, len(passages), len(counter.terms))
    surfaces = sorted(counter.surfaces)
    vocabulary = Terms(
        terms=list(counter.terms),
        surfaces=surfaces,
        of_surface=np.array([counter.surfaces[surface] for surface in surfaces], dtype=np.int32),
        rarity=rarity,
    )
    return WordIndex(
        language=language,
        vocabulary=vocabulary,
        postings=postings,
        contributions=contributions,
        parts=Rows.of(parts),
        headings=Rows.of(headings),
        parts_of=Rows.of(parts_of),
        near=NearWords.learn(surfaces),
    )


def _sum(counts: Iterable[Counter[int]]) -> Counter[int]:
    total: Counter[int] = Counter()
    for count in counts:
        total.update(count)
    return total


class _Numbering:
    """Terms numbered in the order they are met."""

    def __init__(self, language: str | None, skipped: frozenset[str]) -> None:
        self.language = language
        self.skipped = skipped
        self.terms: dict[str, int] = {}
        self.surfaces: dict[str, int] = {}

    def count(self, texts: Iterable[str]) -> Counter[int]:
        """How often each term stands in the texts."""
        counts: Counter[int] = Counter()
        for text in texts:
            for surface in surface_forms(text, self.skipped):
                number = self.surfaces.get(surface)
                if number is None:
                    number = self.number(stem(surface, self.language))
                    self.surfaces[surface] = number
                counts[number] += 1
            counts.update({self.number(term): 1 for term in held_in(text)})
        return counts

    def number(self, term: str) -> int:
        return self.terms.setdefault(term, len(self.terms))


def _bm25f(
    fields: Mapping[str, list[Counter[int]]], passages: int, terms: int
) -> tuple[Rows, Floats, Floats]:
    """Postings, their contributions, and each term's inverse document frequency."""
    found: list[dict[int, float]] = [{} for _ in range(terms)]
    for name, counts in fields.items():
        lengths = np.array([sum(count.values()) for count in counts], dtype=np.float64)
        mean = float(lengths.mean()) if passages else 1.0
        for passage, count in enumerate(counts):
            norm = 1 - B + B * lengths[passage] / mean if mean else 1.0
            for term, times in count.items():
                row = found[term]
                row[passage] = row.get(passage, 0.0) + WEIGHTS[name] * times / norm
    frequency = np.array([len(row) for row in found], dtype=np.float64)
    rarity = np.log1p((passages - frequency + 0.5) / (frequency + 0.5))
    postings = Rows.of([sorted(row) for row in found])
    weights = np.array([row[passage] for row in found for passage in sorted(row)], dtype=np.float64)
    each = np.repeat(rarity, np.diff(postings.starts))
    return (
        postings,
        (each * weights * (K1 + 1) / (weights + K1)).astype(np.float32),
        rarity.astype(np.float32),
    )


_ROWS = ("postings", "parts", "headings", "parts_of")


def _rows_state(rows: Rows) -> dict[str, Ints]:
    return {"starts": rows.starts, "values": rows.values}


def index_state(index: WordIndex) -> dict[str, Any]:
    return {
        "language": index.language,
        "terms": index.vocabulary.terms,
        "surfaces": index.vocabulary.surfaces,
        "of_surface": index.vocabulary.of_surface,
        "rarity": index.vocabulary.rarity,
        "contributions": index.contributions,
        **{name: _rows_state(getattr(index, name)) for name in _ROWS},
        "near": index.near.state(),
    }


def load_index(state: Mapping[str, Any]) -> WordIndex:
    surfaces = list(state["surfaces"])
    rows = {name: Rows(**state[name]) for name in _ROWS}
    return WordIndex(
        language=state["language"],
        vocabulary=Terms(list(state["terms"]), surfaces, state["of_surface"], state["rarity"]),
        contributions=state["contributions"],
        near=NearWords.load(state["near"], surfaces),
        **rows,
    )
