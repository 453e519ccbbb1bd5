"""Ranks the passages of an index by a question: whole passages first, then their best single part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from causerie.llm.knowledge.index import K1, WordIndex
from causerie.llm.knowledge.question import Wanted

CANDIDATES = 30  # passages whose parts are looked at
PART = 1.2
ASKED = 0.35
HEADING = 0.7
ASKED_PART = 0.6
MEANING = 0.3  # of vectors, where somebody gives them
MET = 0.5  # from which a word counts as met
PLENTY = 4

Scores = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Ranked:
    """A passage's number, and how it stands to the question; all but ``score`` are 0 to 1.

    ``whole``: BM25 as a share of the most the question could get. ``covered``: the share of the
    question's words, weighted by rarity, that the passage holds.
    ``like_asked``: how like the question one of the asked questions is.
    """

    passage: int
    score: float
    whole: float
    covered: float
    gap: float  # the largest share of the question that one word takes which nothing here meets
    met: float  # how many of the question's words it meets, of four, which is plenty
    heading: float  # the share of the section's heading that the question names
    like_asked: float | None  # None: it has no asked questions
    parts: tuple[float, ...]  # the share that each sentence, item or row holds


def rank(
    wanted: Sequence[Wanted], index: WordIndex, likeness: NDArray[np.float32] | None = None
) -> list[Ranked]:
    """Candidates, the best first; none where nothing of the question is known.

    ``likeness``, 0 to 1 for each passage, is how like it the question is in meaning, where that is known.
    """
    importance = np.array([word.rarity for word in wanted])
    total = float(importance.sum())
    if not wanted or total <= 0:
        return []
    whole = _bm25(wanted, index) / (total * (K1 + 1))
    meaning = MEANING * likeness if likeness is not None else np.zeros(len(whole))
    likely = whole + meaning
    candidates = np.argsort(-likely, kind="stable")[:CANDIDATES]
    candidates = candidates[likely[candidates] > 0]
    ranked = [
        _looked_at(int(number), float(whole[number]), float(meaning[number]), wanted, index)
        for number in candidates
    ]
    return sorted(ranked, key=lambda found: (-found.score, found.passage))


def _bm25(wanted: Sequence[Wanted], index: WordIndex) -> Scores:
    """A score for each passage: of the terms that may stand for a word, the best counts."""
    passages = len(index.parts_of.starts) - 1
    scores = np.zeros(passages)
    starts = index.postings.starts
    for word in wanted:
        best = np.zeros(passages)
        for term, weight in word.terms.items():
            at = index.postings[term]
            gained = index.contributions[starts[term] : starts[term + 1]] * weight
            best[at] = np.maximum(best[at], gained)
        scores += best
    return scores


def _looked_at(
    number: int, whole: float, meaning: float, wanted: Sequence[Wanted], index: WordIndex
) -> Ranked:
    first, said, asked = (int(value) for value in index.parts_of[number])
    shares = coverage(wanted, index, first, said + asked)
    shares[:said] = np.maximum(shares[:said], _by_heading(wanted, index, number))
    importance = np.array([word.rarity for word in wanted])
    total = float(importance.sum())
    by_part = shares @ importance / total
    held = shares.max(axis=0, initial=0.0)
    best_part = float(by_part[:said].max(initial=0.0))
    best_asked = float(by_part[said:].max(initial=0.0))
    reached = shares[:said].max(axis=0, initial=0.0)
    like = _like_asked(shares[said:], importance, index, first + said, asked) if asked else None
    return Ranked(
        passage=number,
        score=whole + meaning + PART * max(best_part, ASKED_PART * best_asked) + ASKED * (like or 0.0),
        whole=whole,
        covered=float(held @ importance) / total,
        gap=float(((1 - held) * importance).max()) / total,
        met=min(int((reached >= MET).sum()), PLENTY) / PLENTY,
        heading=_heading_named(wanted, index, number),
        like_asked=like,
        parts=tuple(float(share) for share in by_part[:said]),
    )


def coverage(wanted: Sequence[Wanted], index: WordIndex, first: int, count: int) -> Scores:
    """``[parts, words]``: how well each part holds each word, 0 to 1."""
    starts = index.parts.starts[first : first + count + 1]
    values = index.parts.values[starts[0] : starts[-1]]
    part_of = np.repeat(np.arange(count), np.diff(starts))
    shares = np.zeros((count, len(wanted)))
    for column, word in enumerate(wanted):
        for term, weight in word.terms.items():
            at = part_of[values == term]
            shares[at, column] = np.maximum(shares[at, column], weight)
    return shares


def _by_heading(wanted: Sequence[Wanted], index: WordIndex, passage: int) -> Scores:
    """``[words]``: what the section's heading says of a word; one of many topics there says less."""
    heading = set(index.headings[passage].tolist())
    share = HEADING / max(1.0, len(heading) ** 0.5)
    return np.array(
        [
            share * max((w for term, w in word.terms.items() if term in heading), default=0.0)
            for word in wanted
        ]
    )


def _heading_named(wanted: Sequence[Wanted], index: WordIndex, passage: int) -> float:
    rarity = index.vocabulary.rarity
    named = {term for word in wanted for term, weight in word.terms.items() if weight >= MET}
    heading = {term: float(rarity[term]) for term in index.headings[passage].tolist()}
    total = sum(heading.values())
    return sum(rare for term, rare in heading.items() if term in named) / total if total > 0 else 0.0


def _like_asked(shares: Scores, importance: Scores, index: WordIndex, first: int, count: int) -> float:
    """The best cosine between the question and an asked question, words weighted by rarity."""
    rarity = index.vocabulary.rarity
    lengths = np.array([np.square(rarity[index.parts[first + part]]).sum() for part in range(count)])
    own = float(np.square(importance).sum())
    cosines = shares @ np.square(importance) / np.sqrt(np.maximum(lengths * own, 1e-9))
    return float(min(1.0, cosines.max(initial=0.0)))
