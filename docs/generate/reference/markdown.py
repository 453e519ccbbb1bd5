"""Pieces of Markdown."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from typing import Any


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table, or nothing without rows."""
    lines = ["| " + " | ".join(_cell(cell) for cell in row) + " |" for row in rows]
    if not lines:
        return ""
    return "\n".join(["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads), *lines]) + "\n"


def section(title: str, body: str) -> str:
    """Nothing when there is no body."""
    return f"\n## {title}\n\n{body.rstrip()}\n" if body.strip() else ""


def code(text: str, language: str) -> str:
    return f"```{language}\n{text.rstrip()}\n```\n"


def value(given: Any) -> str:
    """As YAML would have it in one line."""
    return "`" + json.dumps(given, ensure_ascii=False) + "`"


def prose(docstring: str) -> str:
    """A docstring as Markdown."""
    return docstring.replace("``", "`").strip()


def first_sentence(text: str) -> str:
    paragraph = " ".join(prose(text).split("\n\n")[0].split())
    return re.split(r"(?<=[.?!]) (?=[A-Z`])", paragraph, maxsplit=1)[0]


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
