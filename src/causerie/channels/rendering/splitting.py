"""Long texts in pieces that a platform takes: split at lines, sentences or words, in this order."""

from __future__ import annotations

import re
from collections.abc import Callable

ENDS = (re.compile(r"\n+"), re.compile(r"(?<=[.!?…。！？])\s+"), re.compile(r"\s+"))
LEAST = 0.3


def split_text(text: str, limit: int, size: Callable[[str], int] = len) -> list[str]:
    """Pieces of at most ``limit``, measured by ``size`` (characters, bytes, UTF-16 units)."""
    pieces = []
    while size(text) > limit:
        end, start = _break(text, _longest(text, limit, size))
        pieces.append(text[:end])
        text = text[start:]
    return [*pieces, text] if text or not pieces else pieces


def cut(text: str, longest: int) -> str:
    """A title in the length that a platform shows."""
    return text if len(text) <= longest else text[: longest - 1] + "…"


def utf16_units(text: str) -> int:
    """As Telegram and WhatsApp count: letters beyond the basic plane are two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def utf8_bytes(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


def _longest(text: str, limit: int, size: Callable[[str], int]) -> int:
    """How many characters fit, by bisection."""
    low, high = 1, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if size(text[:middle]) <= limit:
            low = middle
        else:
            high = middle - 1
    return low


def _break(text: str, longest: int) -> tuple[int, int]:
    """Where the first piece ends and the rest begins. A break near the start would leave crumbs."""
    for pattern in ENDS:
        last = None
        for match in pattern.finditer(text, 0, min(len(text), longest + 1)):
            if match.start() <= longest:
                last = match
        if last is not None and last.start() >= longest * LEAST:
            return last.start(), last.end()
    end = longest
    while end > 1 and _joined(text, end):
        end -= 1
    return end, end


def _joined(text: str, at: int) -> bool:
    """Whether a cut here would part what is one sign: joiners, variation selectors, combining marks."""
    after, before = text[at : at + 1], text[at - 1]
    return before == "\u200d" or after in ("\u200d", "\ufe0f", "\ufe0e") or "\u0300" <= after <= "\u036f"
