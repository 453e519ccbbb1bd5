"""Where sentences end; "7 a.m.", "M. Morvan", "2.5" and links do not end one."""

from __future__ import annotations

import re

_SHORT = frozenset(
    [
        "a.m",
        "p.m",
        "am",
        "pm",
        "e.g",
        "i.e",
        "etc",
        "m",
        "mm",
        "mr",
        "mrs",
        "ms",
        "dr",
        "st",
        "ste",
        "no",
        "nr",
        "approx",
        "p.ex",
        "ex",
        "env",
        "tel",
        "art",
        "al",
        "cf",
        "bd",
        "av",
        "vs",
        "min",
        "max",
        "incl",
        "j",
        "jan",
        "feb",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
        "janv",
        "fevr",
        "avr",
        "juil",
    ]
)
_END = re.compile(
    r"(?<![.!?…])[.!?…]+[\"'”’»)*_]*(?:\s*\[\d{1,2}\])*(?=\s)|\n(?=\s*\n)|\n(?=[ \t]*(?:[-*•]|\d{1,2}[.)])[ \t])"
)
_LAST_WORD = re.compile(r"([^\s(«“\"']+?)\.$")


def ends_of(text: str, start: int = 0) -> list[int]:
    """Places after which a new sentence begins; the last sentence has none, as it may go on."""
    return [found.end() for found in _END.finditer(text, start) if _is_end(text, found)]


def cut(text: str, most: int) -> str:
    """At most ``most`` characters, whole sentences where one fits."""
    if len(text) <= most:
        return text
    ends = [end for end in ends_of(text) if end <= most]
    return text[: ends[-1]].rstrip() if ends else ""


def _is_end(text: str, found: re.Match[str]) -> bool:
    if not found[0].startswith(".") or found[0].startswith(".."):
        return True
    word = _LAST_WORD.search(text, max(0, found.start() - 40), found.start() + 1)
    said = word[1].lower().lstrip("*_[") if word else ""
    if said in _SHORT or (len(said) == 1 and said.isalpha()):
        return False
    # "1. Pool": the number of a list
    return not (
        said.isdigit()
        and len(said) < 3
        and text[: found.start() + 1].rpartition("\n")[2].strip() == f"{said}."
    )
