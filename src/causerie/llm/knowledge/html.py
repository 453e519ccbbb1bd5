"""HTML as blocks under its headings, by the standard library's parser; broken pages give what they hold."""

from __future__ import annotations

from html.parser import HTMLParser

from causerie.llm.knowledge.cutting import Block
from causerie.llm.knowledge.outline import Outline, clean

_LEFT_OUT = "script style nav noscript template svg iframe object canvas form button select textarea head"
LEFT_OUT = frozenset(_LEFT_OUT.split())
_BLOCKS = (
    "p div section article main header footer aside address blockquote pre figure figcaption details "
    "summary body html ul ol dl hr table thead tbody tfoot caption fieldset br"
)
BLOCKS = frozenset(_BLOCKS.split())
ITEMS = frozenset({"li", "dt", "dd"})
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
LISTS = frozenset({"ul", "ol", "dl"})


def html_blocks(text: str) -> tuple[tuple[Block, ...], str | None]:
    """Blocks, and the language that ``<html lang>`` says."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    reader.say()
    return reader.outline.finish(), reader.language


class _Reader(HTMLParser):
    """Gathers words until an element that is no part of a line begins or ends."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.outline = Outline()
        self.language: str | None = None
        self.words: list[str] = []
        self.line = 1
        self.left_out: list[str] = []
        self.in_heading = ""
        self.in_cell = False
        self.header_cells = 0
        self.cells = 0
        self.lists: list[int] = []  # how many items are open around each list

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "html":
            self.language = _code(dict(attrs).get("lang"))
        if self.left_out:
            if tag == self.left_out[0]:
                self.left_out.append(tag)
            return
        if tag in LEFT_OUT:
            self.say()
            self.left_out.append(tag)
        elif tag in HEADINGS:
            self.say()
            self.in_heading = tag
        elif tag in ITEMS:
            self.say()
            self._begin_item()
        elif tag == "table":
            self.say()
            self.outline.begin_table()
        elif tag == "tr":
            self._end_row()
            self.outline.begin_row(self.getpos()[0])
        elif tag in ("td", "th"):
            self._end_cell()
            self.in_cell = True
            self.cells += 1
            self.header_cells += tag == "th"
        elif tag in BLOCKS:
            self.say()
            if tag in LISTS:
                self.lists.append(len(self.outline.items))

    def handle_endtag(self, tag: str) -> None:
        if self.left_out:
            if tag == self.left_out[0]:
                self.left_out.pop()
            return
        if tag in LISTS:
            self.say()
            self._end_items(self.lists.pop() if self.lists else 0)
        elif tag in HEADINGS or tag in BLOCKS - {"table"}:
            self.say()
        elif tag in ITEMS:
            self.say()
            self.outline.end_item()
        elif tag in ("td", "th"):
            self._end_cell()
        elif tag == "tr":
            self._end_row()
        elif tag == "table":
            self._end_row()
            self.outline.end_table()

    def handle_data(self, data: str) -> None:
        if self.left_out or not data:
            return
        if not self.words and data.strip():
            self.line = self.getpos()[0]
        self.words.append(data)

    def say(self) -> None:
        """What was gathered is a heading, or a text; in a cell it is gathered on."""
        if self.in_cell:
            self.words.append(" ")
            return
        text, self.words = clean("".join(self.words)), []
        if self.in_heading:
            self.outline.heading(int(self.in_heading[1]), text)
            self.in_heading = ""
        else:
            self.outline.text(text, self.line)

    def _begin_item(self) -> None:
        self._end_items(self.lists[-1] if self.lists else 0)
        self.outline.begin_item(self.getpos()[0])

    def _end_items(self, outer: int) -> None:
        """``</li>`` is often left out."""
        while len(self.outline.items) > outer:
            self.outline.end_item()

    def _end_cell(self) -> None:
        if self.in_cell:
            self.in_cell = False
            self.outline.cell("".join(self.words))
            self.words = []

    def _end_row(self) -> None:
        self._end_cell()
        if self.cells and self.header_cells == self.cells:
            self.outline.row_is_header()
        self.cells = self.header_cells = 0


def _code(language: str | None) -> str | None:
    """``fr-FR`` → ``fr``."""
    code = (language or "").split("-")[0].strip().lower()
    return code if code.isalpha() and len(code) in (2, 3) else None
