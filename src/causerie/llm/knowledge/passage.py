"""A piece of a project's knowledge: small enough to quote, whole enough to understand alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

ANSWERS = "domain.yml"  # the source of answers to frequent questions


@dataclass(frozen=True, slots=True)
class Passage:
    """``text`` is for people: a line is a paragraph, or, after "- ", a list item or a table row.

    ``id`` stays as long as its section and the passages before it there do, such as
    ``handbook.md#arrival-and-departure-2``. ``source`` is a path relative to the project. ``headings``
    go from the document's title to the section's. ``language`` is a code (``en``) or None. ``asked`` are
    questions it answers and other words it is looked for by; they are searched, never shown.
    """

    id: str
    source: str
    headings: tuple[str, ...]
    text: str
    language: str | None = None
    line: int = 0
    asked: tuple[str, ...] = ()


def passage_state(passage: Passage) -> dict[str, Any]:
    return {
        "id": passage.id,
        "source": passage.source,
        "headings": list(passage.headings),
        "text": passage.text,
        "language": passage.language,
        "line": passage.line,
        "asked": list(passage.asked),
    }


def load_passage(state: Mapping[str, Any]) -> Passage:
    return Passage(
        id=str(state["id"]),
        source=str(state["source"]),
        headings=tuple(str(heading) for heading in state["headings"]),
        text=str(state["text"]),
        language=None if state["language"] is None else str(state["language"]),
        line=int(state["line"]),
        asked=tuple(str(words) for words in state["asked"]),
    )
