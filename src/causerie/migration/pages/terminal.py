"""A document in a terminal."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from causerie.migration.pages.document import Document, Section


def show(document: Document, console: Console) -> None:
    console.print(Text(document.title, style="bold"))
    for section in document.sections:
        console.print()
        console.print(Text(section.title, style="bold"))
        for line in section.lines:
            console.print(Text(line))
        if section.rows:
            console.print(_table(section))


def _table(section: Section) -> Table:
    table = Table(box=None, show_header=bool(section.head), pad_edge=False, header_style="dim")
    for name in section.head or section.rows[0]:
        table.add_column(name if section.head else "", overflow="fold")
    for row in section.rows:
        table.add_row(*(Text(cell) for cell in row))
    return table
