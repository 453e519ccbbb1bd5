"""A document in Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator

from causerie.migration.pages.document import Document, Row, Section

_SPECIAL = re.compile(r"([\\`*_\[\]<>|])")


def as_markdown(document: Document) -> str:
    return (
        "\n".join([f"# {_text(document.title)}", *(line for x in document.sections for line in _lines(x))])
        + "\n"
    )


def _lines(section: Section) -> Iterator[str]:
    yield from ("", f"## {_text(section.title)}", "")
    for line in section.lines:
        yield from (_text(line), "")
    if section.rows:
        head = section.head or tuple("" for _ in section.rows[0])
        yield _row(head)
        yield "|" + "---|" * len(head)
        yield from (_row(row) for row in section.rows)


def _row(row: Row) -> str:
    return f"| {' | '.join(_text(cell) for cell in row)} |"


def _text(text: str) -> str:
    """What has a meaning in Markdown is written so that it has none; a cell is one line."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))
