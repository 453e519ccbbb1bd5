"""What training found out about the examples: thin intents, confusions, labels that contradict each
other, and what a fallback threshold would let in and keep out.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from causerie.nlu.linear.neighbours import sample
from causerie.nlu.linear.ngrams import normalise
from causerie.nlu.linear.text_example import TextExample
from causerie.nlu.linear.trying import HeldOut

THIN = 8
LISTED = 20
ALIKE = 0.985
COMPARED = 3000
AT_ONCE = 500
THRESHOLDS = tuple(round(step / 20, 2) for step in range(20))
REJECTED_AT_MOST = 0.05

Numbers = NDArray[np.float64]
Json = dict[str, Any]


def find(examples: Sequence[TextExample], held: HeldOut, own: Numbers, foreign: Numbers) -> Json:
    """``own``: confidences of the examples that were held out; ``foreign``: of those whose intent was."""
    real = [example for example in examples if not example.is_hint]
    counts = Counter(example.label for example in real)
    return {
        "examples": len(real),
        "intents": len(counts),
        "held_out": {
            "examples": len(held.numbers),
            "right": float(np.mean(held.right)) if held.right else None,
            "foreign": len(foreign),
        },
        "thin": [{"intent": name, "examples": n} for name, n in sorted(counts.items()) if n < THIN],
        "confused": confused(examples, held),
        "two_labels": two_labels(real),
        **thresholds(own, foreign),
    }


def confused(examples: Sequence[TextExample], held: HeldOut) -> list[Json]:
    """Pairs of intents that were mixed up most often, with some of the texts."""
    texts: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for number, taken_for, right in zip(held.numbers, held.taken_for, held.right, strict=True):
        if not right:
            texts[examples[number].label, taken_for].append(" ".join(examples[number].words))
    pairs = sorted(texts.items(), key=lambda found: (-len(found[1]), found[0]))
    return [
        {"intent": label, "taken_for": other, "times": len(own), "texts": own[:3]}
        for (label, other), own in pairs[:LISTED]
    ]


def two_labels(examples: Sequence[TextExample]) -> list[Json]:
    """Texts that are alike, or mean nearly the same, under two intents."""
    seen: dict[tuple[str, ...], TextExample] = {}
    found: list[Json] = []
    for example in examples:
        first = seen.setdefault(tuple(normalise(example.words)), example)
        if first.label != example.label:
            found.append(pair(first, example, 1.0))
    if examples and len(examples[0].vector):
        found += near_pairs(examples)
    return found[:LISTED]


def near_pairs(examples: Sequence[TextExample]) -> list[Json]:
    labels = {label: i for i, label in enumerate(dict.fromkeys(e.label for e in examples))}
    chosen = [examples[i] for i in sample([labels[e.label] for e in examples], COMPARED, 0).tolist()]
    vectors = np.array([example.vector for example in chosen], dtype=np.float32)
    own = np.array([labels[example.label] for example in chosen])
    pairs: list[tuple[TextExample, TextExample, float]] = []
    for first in range(0, len(chosen), AT_ONCE):
        cosines = vectors[first : first + AT_ONCE] @ vectors[first:].T
        cosines[own[first : first + AT_ONCE, None] == own[None, first:]] = 0.0
        for row, column in np.argwhere(np.triu(cosines > ALIKE, 1)).tolist():
            pairs.append((chosen[first + row], chosen[first + column], float(cosines[row, column])))
    pairs = [(a, b, c) for a, b, c in pairs if normalise(a.words) != normalise(b.words)]
    return [pair(*found) for found in sorted(pairs, key=lambda found: -found[2])]


def pair(one: TextExample, other: TextExample, similarity: float) -> Json:
    return {
        "text": " ".join(one.words),
        "intent": one.label,
        "other_text": " ".join(other.words),
        "other_intent": other.label,
        "similarity": similarity,
    }


def thresholds(own: Numbers, foreign: Numbers) -> Json:
    """Expected shares for each threshold, and the one that keeps most of what is foreign out while at
    most 5 % of what belongs here is turned away.
    """
    if not len(own) or not len(foreign):
        return {"thresholds": [], "proposed_threshold": None}
    rows = [
        {
            "threshold": threshold,
            "false_rejects": float((own < threshold).mean()),
            "false_accepts": float((foreign >= threshold).mean()),
        }
        for threshold in THRESHOLDS
    ]
    bearable = [row for row in rows if row["false_rejects"] <= REJECTED_AT_MOST] or rows[:1]
    best = min(bearable, key=lambda row: (row["false_accepts"], row["threshold"]))
    return {"thresholds": rows, "proposed_threshold": best["threshold"]}
