"""Tags of tokens: B-egin, I-nside, L-ast, U-nit of an entity, O-utside; or the bare name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

OUTSIDE = "O"
PREFIXES = ("B-", "I-", "L-", "U-")


@dataclass(frozen=True, slots=True)
class Span:
    """Tokens ``first`` to ``last`` (included) with a label."""

    first: int
    last: int
    label: str


def encode(spans: Sequence[Span], length: int, prefixed: Collection[str]) -> list[str]:
    """Tags of ``length`` tokens, with B or I for the labels in ``prefixed``; spans don't overlap.

    L and U are read, not written: they tell no spans apart that B does not, and a CRF's training grows
    with the square of the tags.
    """
    tags = [OUTSIDE] * length
    for span in spans:
        for index in range(span.first, span.last + 1):
            prefix = "B-" if index == span.first else "I-"
            tags[index] = prefix + span.label if span.label in prefixed else span.label
    return tags


def touching_labels(sentences: Iterable[Sequence[Span]], share: float = 0.01) -> frozenset[str]:
    """Labels whose entities stand side by side, in at least this share of their spans.

    Only these need prefixes to be told apart.
    """
    spans: Counter[str] = Counter()
    touching: Counter[str] = Counter()
    for sentence in sentences:
        ordered = sorted(sentence, key=lambda span: span.first)
        spans.update(span.label for span in ordered)
        touching.update(
            after.label
            for before, after in pairwise(ordered)
            if before.label == after.label and before.last + 1 == after.first
        )
    return frozenset(label for label, count in touching.items() if count >= share * spans[label])


def split_tag(tag: str) -> tuple[str, str]:
    """``B-city`` → (``B-``, ``city``); a tag without a prefix → ("", tag)."""
    return (tag[:2], tag[2:]) if tag[:2] in PREFIXES else ("", tag)


def decode(tags: Sequence[str]) -> list[Span]:
    """Spans of tags, forgiving broken sequences: a label that goes on is one span until B or U."""
    spans: list[Span] = []
    first, current = 0, OUTSIDE
    for index, tag in enumerate([*tags, OUTSIDE]):
        prefix, label = split_tag(tag)
        if current != OUTSIDE and (label != current or prefix in ("B-", "U-")):
            spans.append(Span(first, index - 1, current))
            current = OUTSIDE
        if current == OUTSIDE and label != OUTSIDE:
            first, current = index, label
    return spans
