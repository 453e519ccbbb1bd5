"""Ranks the passages of an index by a question: whole passages first, then their best single part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from causerie.llm.knowledge.index import K1, WordIndex
from causerie.llm.knowledge.question import Wanted

CANDIDATES = 30  # passages whose parts are looked at, by their words and by their meaning
PART = 1.2
ASKED = 0.35
HEADING = 0.7
ASKED_PART = 0.6
MEANING = 0.08  # of a standard deviation
ENOUGH = 10  # passages; one of few always stands out
MET = 0.5  # from which a word counts as met
PLENTY = 4

Scores = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Ranked:
    """A passage's number, and how it stands to the question; all but ``score`` and ``near`` are 0 to 1.

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
    near: float | None = None  # the standard score of its likeness in meaning; None: not known


def rank(
    wanted: Sequence[Wanted], index: WordIndex, nearness: NDArray[np.float32] | None = None
) -> list[Ranked]:
    """Candidates, the best first; none where nothing of the question is known.

    ``nearness``: the standard score of each passage's likeness in meaning. What words and meaning say is added
    (a convex combination: Bruch, Gai and Ingber, "An Analysis of Fusion Functions for Hybrid Retrieval", ACM
    TOIS 2023).
    """
    near = nearness if nearness is not None else np.zeros(len(index.parts_of.starts) - 1, dtype=np.float32)
    nearest = np.argsort(-near, kind="stable")[:CANDIDATES].tolist() if nearness is not None else []
    total = sum(word.rarity for word in wanted)
    if total > 0:
        whole = _bm25(wanted, index) / (total * (K1 + 1))
        likely = np.argsort(-whole, kind="stable")[:CANDIDATES]
        candidates = dict.fromkeys([*likely[whole[likely] > 0].tolist(), *nearest])
        ranked = [_looked_at(number, float(whole[number]), wanted, index) for number in candidates]
    else:
        ranked = [_unlike(number, index) for number in nearest]
    if nearness is not None:
        tells = len(near) >= ENOUGH
        ranked = [_with_meaning(one, float(near[one.passage]), tells) for one in ranked]
    return sorted(ranked, key=lambda found: (-found.score, found.passage))


def _unlike(number: int, index: WordIndex) -> Ranked:
    """A passage that shares no word with the question."""
    _, said, asked = (int(value) for value in index.parts_of[number])
    return Ranked(number, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0 if asked else None, (0.0,) * said)


def _with_meaning(ranked: Ranked, near: float, tells: bool) -> Ranked:
    return replace(ranked, score=ranked.score + MEANING * near, near=near if tells else None)


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


def _looked_at(number: int, whole: float, wanted: Sequence[Wanted], index: WordIndex) -> Ranked:
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
        score=whole + PART * max(best_part, ASKED_PART * best_asked) + ASKED * (like or 0.0),
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
