"""What carried a decision: which words spoke for the label, and which examples are most like the text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from causerie.nlu.linear.ngrams import char_grams, normalise, word_key, word_pairs
from causerie.nlu.linear.scorer import Scorer
from causerie.nlu.linear.text_example import NO_VECTOR, Vector

NEAREST = 5

Numbers = NDArray[np.float64]


def explain(scorer: Scorer, words: Sequence[str], vector: Vector = NO_VECTOR) -> dict[str, Any]:
    """``words`` with what each adds to the best label's lead over the second, which sums up to that lead
    less the two labels' biases; ``nearest`` examples with their labels and cosines.
    """
    scores = scorer.look(words, vector).scores[0]
    order = np.argsort(-scores, kind="stable")
    best = int(order[0])
    second = int(order[1]) if len(order) > 1 else None
    speaking = scorer.speaking(words, vector, best)
    against = scorer.speaking(words, vector, second) if second is not None else np.zeros(len(speaking))
    found = shares(scorer, words, vector, speaking - against)
    return {
        "intent": scorer.labels[best],
        "rather_than": scorer.labels[second] if second is not None else None,
        "words": [{"word": word, "weight": float(weight)} for word, weight in zip(words, found, strict=True)],
        "nearest": nearest(scorer, words, vector),
    }


def shares(scorer: Scorer, words: Sequence[str], vector: Vector, weights: Numbers) -> Numbers:
    """The sum over the features of value times weight, given to the words that the features stand in."""
    row, _ = scorer.row(words, vector)
    amounts = dict(zip(row.indices.tolist(), (row.values * weights[row.indices]).tolist(), strict=True))
    plain = normalise(words)
    found = np.zeros(len(words))
    for gram, places in standing(plain).items():
        index = scorer.ngrams.vocabulary.get(gram)
        if index is not None and index in amounts:
            found[places] += amounts[index] / len(places)
    if len(vector):
        first = len(scorer.ngrams)
        found += meant(scorer, words, vector, weights[first : first + len(vector)])
    return found


def meant(scorer: Scorer, words: Sequence[str], vector: Vector, weights: Numbers) -> Numbers:
    """What the vector adds, shared out by the words' own vectors where these are known."""
    total = float(vector @ weights) * scorer.vector_weight
    own = scorer.likeness.vectors
    if own is None:
        return np.full(len(words), total / len(words))
    tail = weights[-len(own.vector(words[0])) :]
    parts = np.array([float(own.vector(word) @ tail) for word in words])
    rest = total - (parts.sum() * scale(own, words, vector) * scorer.vector_weight)
    found: Numbers = parts * scale(own, words, vector) * scorer.vector_weight + rest / len(words)
    return found


def scale(own: Any, words: Sequence[str], vector: Vector) -> float:
    """How much of the text's vector is the sum of its words' vectors."""
    total = np.sum([own.vector(word) for word in words], axis=0)
    length = float(total @ total)
    return float(vector[-len(total) :] @ total) / length if length else 0.0


def standing(words: Sequence[str]) -> Mapping[str, list[int]]:
    """n-gram → the numbers of the words it stands in."""
    found: dict[str, list[int]] = {}
    for place, word in enumerate(words):
        for gram in (word_key(word), *char_grams(word)):
            found.setdefault(gram, []).append(place)
    for pair, places in word_pairs(words):
        found.setdefault(pair, []).extend(places)
    return found


def nearest(scorer: Scorer, words: Sequence[str], vector: Vector) -> list[dict[str, Any]]:
    """The examples of the sample that share most, by the cosine over all features."""
    row, _ = scorer.row(words, vector)
    length = float(np.sqrt(row.values @ row.values))
    weights = dict(zip(row.indices.tolist(), row.values.tolist(), strict=True))
    scored = []
    for number, (text, label) in enumerate(scorer.neighbours.examples()):
        own, _ = scorer.row(text.split(" "), scorer.neighbours.vector(number))
        dot = sum(
            weights.get(i, 0.0) * value
            for i, value in zip(own.indices.tolist(), own.values.tolist(), strict=True)
        )
        size = length * float(np.sqrt(own.values @ own.values))
        scored.append((dot / size if size else 0.0, text, scorer.labels[label]))
    scored.sort(key=lambda found: -found[0])
    return [{"text": text, "intent": label, "similarity": cosine} for cosine, text, label in scored[:NEAREST]]
