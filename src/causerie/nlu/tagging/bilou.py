"""Tags of tokens: B-egin, I-nside, L-ast, U-nit of an entity, O-utside; or the bare name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

OUTSIDE = "O"
PREFIXES = ("B-", "I-", "L-", "U-")


@dataclass(frozen=True, slots=True)
class Span:
    """Tokens ``first`` to ``last`` (included) with a label."""

    first: int
    last: int
    label: str


def encode(spans: Sequence[Span], length: int, use_bilou: bool) -> list[str]:
    """Tags of ``length`` tokens; spans don't overlap."""
    tags = [OUTSIDE] * length
    for span in spans:
        for index in range(span.first, span.last + 1):
            tags[index] = prefix_at(index, span) + span.label if use_bilou else span.label
    return tags


def prefix_at(index: int, span: Span) -> str:
    if span.first == span.last:
        return "U-"
    if index == span.first:
        return "B-"
    return "L-" if index == span.last else "I-"


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
