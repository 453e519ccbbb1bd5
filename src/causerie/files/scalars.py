"""What an unquoted word in YAML means, by the core schema of YAML 1.2.

``yes``, ``no``, ``on``, ``off``, ``12:30`` and dates are text. As in the files Rasa reads, numbers
may hold underscores and leading zeros, and ``0b`` numbers count.
"""

from __future__ import annotations

import re
from typing import Any

_NULL = {"", "~", "null", "Null", "NULL"}
_BOOL = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_SPECIAL = {
    **dict.fromkeys((".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"), float("inf")),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), float("-inf")),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), float("nan")),
}
_BASED = re.compile(r"([-+]?)0(?:b([01_]+)|o([0-7_]+)|x([0-9a-fA-F_]+))\Z")
_INTEGER = re.compile(r"[-+]?[0-9][0-9_]*\Z")
_FLOAT = re.compile(r"[-+]?(?:[0-9][0-9_]*\.?[0-9_]*|\.[0-9][0-9_]*)(?:[eE][-+]?[0-9]+)?\Z")
_STARTS = frozenset("+-.0123456789")
LONGEST_NUMBER = 400


def resolve(text: str) -> Any:
    """The value of an unquoted scalar."""
    if text in _NULL:
        return None
    if text in _BOOL:
        return _BOOL[text]
    if text[0] in _STARTS and len(text) <= LONGEST_NUMBER:
        return _number(text)
    return text


def _number(text: str) -> Any:
    if text in _SPECIAL:
        return _SPECIAL[text]
    if _INTEGER.match(text):
        return int(text.replace("_", ""))
    based = _BASED.match(text)
    if based:
        return _based_number(based)
    if _FLOAT.match(text):
        return float(text.replace("_", ""))
    return text


def _based_number(match: re.Match[str]) -> Any:
    sign, *digits = match.groups()
    for base, written in zip((2, 8, 16), digits, strict=True):
        bare = (written or "").replace("_", "")
        if bare:
            return int(sign + bare, base)
    return match.string
