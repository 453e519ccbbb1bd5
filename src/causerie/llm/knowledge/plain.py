"""Plain text as blocks: paragraphs apart at empty lines, list items by their dash."""

from __future__ import annotations

import re

from causerie.llm.knowledge.cutting import Block
from causerie.llm.knowledge.outline import clean
from causerie.llm.knowledge.sentences import ITEM

_ITEM = re.compile(r"^\s*(?:[-*•·–]|\d{1,3}[.)])\s+")


def plain_blocks(text: str) -> tuple[Block, ...]:
    """Lines of a paragraph are joined; a line with a dash, bullet or number begins an item."""
    found: list[Block] = []
    lines: list[str] = []
    begin = 0
    for number, line in enumerate([*text.splitlines(), ""], start=1):
        marker = _ITEM.match(line)
        if (marker or not line.strip()) and lines:
            found.append(Block(clean(" ".join(lines)), (), begin))
            lines = []
        if line.strip():
            begin = number if not lines else begin
            lines.append(ITEM + line[marker.end() :] if marker else line)
    return tuple(block for block in found if block.text.strip("- "))
