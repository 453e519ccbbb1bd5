"""Parts of a text that can be quoted alone: sentences, list items, table rows."""

from __future__ import annotations

import re

ITEM = "- "

_END = re.compile(r"(?<=[.!?…])(?:[\"'”)]|\s?»)*\s+(?=[\"'«“(]*\s?[A-ZÀ-ÖØ-ÞŒ0-9¿¡])")
# A dot after these ends no sentence.
_SHORT = re.compile(
    r"(?:^|[\s(])(?:[A-Za-z]|[ap]\.m|e\.g|i\.e|etc|approx|no|nr|st|mr|mrs|ms|dr|tel|min|max|incl|vs|cf"
    r"|mme|mlle|av|bd|env|ex|art|p|z\.B|ca|bzw|usw|str|sr|sra|núm|sig)\.$",
    re.IGNORECASE,
)
_NEVER_LAST = re.compile(
    r"(?:^|[\s(])(?:e\.g|i\.e|no|nr|mr|mrs|ms|dr|tel|approx|env|p|z\.B|ca|st|sr|sra)\.$", re.I
)


def units(text: str) -> list[str]:
    """Each line's sentences; an item or a row (a line that begins with "- ") is one as a whole."""
    found: list[str] = []
    for line in text.splitlines():
        if line.startswith(ITEM):
            found.append(line)
        elif line.strip():
            found.extend(sentences(line))
    return found


def sentences(line: str) -> list[str]:
    """``Open from 7 a.m. to 10 p.m. Ring the bell.`` has two."""
    found: list[str] = []
    begin = 0
    for match in _END.finditer(line):
        if _goes_on(line[begin : match.start()], line[match.end() :]):
            continue
        found.append(line[begin : match.end()].strip())
        begin = match.end()
    rest = line[begin:].strip()
    return [*found, rest] if rest else found


def _goes_on(before: str, after: str) -> bool:
    """An abbreviation's dot ends a sentence only where a word with a capital follows that may begin one."""
    if not _SHORT.search(before):
        return False
    return bool(_NEVER_LAST.search(before)) or not after[:1].isupper()
