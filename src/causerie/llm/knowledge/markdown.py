"""Markdown (CommonMark with tables) as blocks of plain text under their headings."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.token import Token

from causerie.llm.knowledge.cutting import Block
from causerie.llm.knowledge.outline import Outline, clean

_ASKED = re.compile(r"<!--\s*asked:(.*?)-->", re.DOTALL | re.IGNORECASE)


def markdown_blocks(text: str, title: str = "", first_line: int = 1) -> tuple[Block, ...]:
    """``title`` is that of the front matter, above all headings; ``first_line`` is where the text begins."""
    outline = Outline(title)
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    line = first_line
    for number, token in enumerate(tokens):
        if token.map:
            line = token.map[0] + first_line
        _take(token, tokens[number - 1] if number else token, line, outline)
    return outline.finish()


def _take(token: Token, before: Token, line: int, outline: Outline) -> None:
    """One token; ``before`` is the one before it, which says what an inline text is."""
    match token.type:
        case "inline" if before.type == "heading_open":
            outline.heading(int(before.tag[1]), _plain(token))
        case "inline" if before.type in ("th_open", "td_open"):
            outline.cell(_plain(token))
        case "inline":
            outline.text(_plain(token), line)
        case "html_block":
            for note in _ASKED.findall(token.content):
                outline.asked([clean(question) for question in note.split(";") if clean(question)])
        case "fence" | "code_block":
            outline.text(token.content, line)
        case "list_item_open":
            outline.begin_item(line)
        case "list_item_close":
            outline.end_item()
        case "table_open":
            outline.begin_table()
        case "tr_open":
            outline.begin_row(line)
        case "thead_close":
            outline.row_is_header()
        case "table_close":
            outline.end_table()


def _plain(token: Token) -> str:
    """An inline text without marks; an image says what it shows."""
    breaks = ("softbreak", "hardbreak")
    return "".join(" " if child.type in breaks else child.content for child in token.children or ())
