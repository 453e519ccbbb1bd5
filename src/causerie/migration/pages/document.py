"""A report as sections with tables, which every kind of page shows in its own way."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """``lines`` stand above the table; a table without ``head`` has none."""

    title: str
    lines: tuple[str, ...] = ()
    head: Row = ()
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    title: str
    sections: tuple[Section, ...]


def shown(value: Any) -> str:
    """Text as it is, nothing as a dash, everything else as JSON."""
    if value is None:
        return "–"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
