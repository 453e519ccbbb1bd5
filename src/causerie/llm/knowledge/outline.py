"""Gathers blocks while a parser tells what begins and ends: headings, items, tables, texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from causerie.llm.knowledge.cutting import Block
from causerie.llm.knowledge.sentences import ITEM


@dataclass
class _Item:
    line: int
    texts: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)


@dataclass
class _Table:
    header: list[str] = field(default_factory=list)
    rows: list[tuple[int, list[str]]] = field(default_factory=list)


class Outline:
    """``title`` stands above all headings; an empty one does not count."""

    def __init__(self, title: str = "") -> None:
        self.path: list[tuple[int, str]] = [(0, clean(title))] if clean(title) else []
        self.blocks: list[Block] = []
        self.items: list[_Item] = []
        self.tables: list[_Table] = []
        self.waiting: tuple[str, ...] = ()

    def heading(self, level: int, text: str) -> None:
        """Headings of the same and deeper levels end here."""
        while self.path and self.path[-1][0] >= level:
            self.path.pop()
        if clean(text):
            self.path.append((level, clean(text)))
        self.waiting = ()

    def text(self, text: str, line: int) -> None:
        """A paragraph; inside an item, a part of it."""
        if not clean(text):
            return
        if self.items:
            self.items[-1].texts.append(clean(text))
        else:
            self._add(clean(text), line)

    def asked(self, questions: Sequence[str]) -> None:
        """Noted of the item it stands in or the block above; right below a heading, of the block that follows."""
        if self.items:
            self.items[-1].asked.extend(questions)
        elif self.blocks and self.blocks[-1].headings == self._headings():
            self.blocks[-1] = replace(self.blocks[-1], asked=(*self.blocks[-1].asked, *questions))
        else:
            self.waiting = (*self.waiting, *questions)

    def begin_item(self, line: int) -> None:
        if self.items:
            self._say(self.items[-1])  # what stands before a list inside an item is an item of its own
        self.items.append(_Item(line))

    def end_item(self) -> None:
        if self.items:
            self._say(self.items.pop())

    def begin_table(self) -> None:
        self.tables.append(_Table())

    def begin_row(self, line: int) -> None:
        if self.tables:
            self.tables[-1].rows.append((line, []))

    def cell(self, text: str) -> None:
        if self.tables and self.tables[-1].rows:
            self.tables[-1].rows[-1][1].append(clean(text))

    def row_is_header(self) -> None:
        """The row begun last names the columns."""
        if self.tables and self.tables[-1].rows:
            self.tables[-1].header = self.tables[-1].rows.pop()[1]

    def end_table(self) -> None:
        if not self.tables:
            return
        table = self.tables.pop()
        for line, cells in table.rows:
            if row := row_text(table.header, cells):
                self._add(ITEM + row, line)

    def finish(self) -> tuple[Block, ...]:
        """All blocks; what was not ended ends here."""
        while self.tables:
            self.end_table()
        while self.items:
            self.end_item()
        return tuple(self.blocks)

    def _say(self, item: _Item) -> None:
        if item.texts:
            self._add(ITEM + " ".join(item.texts), item.line, item.asked)
            item.texts = []
            item.asked = []

    def _add(self, text: str, line: int, asked: Sequence[str] = ()) -> None:
        self.blocks.append(Block(text, self._headings(), line, (*self.waiting, *asked)))
        self.waiting = ()

    def _headings(self) -> tuple[str, ...]:
        return tuple(heading for _, heading in self.path)


def row_text(header: list[str], cells: list[str]) -> str:
    """``double room: low season €92, mid season €112``: the first cell, then each with its column's name."""
    named = [
        f"{name} {cell}" if name else cell
        for name, cell in zip([*header, *[""] * len(cells)], cells, strict=False)
        if cell
    ]
    if not cells or not named:
        return ""
    if cells[0] and len(named) > 1 and header:
        return f"{cells[0]}: {', '.join(named[1:])}"
    return ", ".join(named)


def clean(text: str) -> str:
    """One space for any white space, none at the ends."""
    return " ".join(text.split())
