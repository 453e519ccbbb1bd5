"""Characters nobody sees, and spellings that look the same."""

from __future__ import annotations

import re
import unicodedata

# Kept: tab and newline. Cf holds zero-width, bidirectional and tag characters; Cs, Co and Cn are no text.
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_BLANK = frozenset("\u115f\u1160\u3164\uffa0\u034f\u17b4\u17b5\u2800")  # letters and marks without ink
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef\u180b-\u180d\u180f]")
_PLAIN = re.compile(r"[\t\n\x20-\x7e\u00a1-\u00ac\u00ae-\u017f\u2010-\u2015\u2018-\u201f\u20ac\u2026]*")
_MARKS = re.compile("[\u0300-\u036f]{4,}")
_ACCENTS = re.compile("[\u0300-\u036f\u0483-\u0487\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]")
SPACES = re.compile(r"[^\S\n\t]")


def visible(text: str) -> str:
    """Without control, zero-width, bidirectional, tag and private characters; lines end with newlines."""
    if _PLAIN.fullmatch(text):
        return text
    text = re.sub("\r\n?|[\u2028\u2029\x85\x0b\x0c]", "\n", text)
    text = "".join(letter for letter in text if letter in "\n\t" or _is_seen(letter))
    return _MARKS.sub(lambda found: found[0][:3], _SELECTORS.sub("", text))


def fold(text: str) -> str:
    """Lower case without accents, in compatible letters: "Ｃafé" and "cafe" are the same."""
    if text.isascii():
        return text.lower()
    spread = unicodedata.normalize("NFKD", text.casefold())
    return unicodedata.normalize("NFKC", _ACCENTS.sub("", spread)).casefold()


def words_of(text: str) -> list[str]:
    """Folded words, without punctuation."""
    return re.findall(r"[^\W_]+", fold(text))


def _is_seen(letter: str) -> bool:
    return unicodedata.category(letter) not in _HIDDEN and letter not in _BLANK
