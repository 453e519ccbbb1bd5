"""A figure as it is compared: what kind it is, and all it may mean."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    NUMBER = "number"
    DATE = "date"
    TIME = "time"
    PHONE = "phone"
    EMAIL = "email"
    LINK = "link"
    CODE = "code"  # letters and digits in one word, such as a voucher


@dataclass(frozen=True, slots=True)
class Figure:
    """``readings``: each is one thing it may mean. ``unit`` of a number, "" when it has none.

    Readings are: number (value,); date (year or 0, month, day); time (minutes,); phone (digits,); e-mail
    (address,); link (host, rest); code (word,). ``parts``: "101 102" is one number, or these two.
    """

    kind: Kind
    readings: frozenset[tuple[object, ...]]
    text: str
    unit: str = ""
    parts: tuple[Figure, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """A figure and where it stands in the text it was read from."""

    start: int
    end: int
    figures: tuple[Figure, ...]


def blanked(text: str, found: Iterable[Found]) -> str:
    """``text`` with what was read already as bars of the same length."""
    letters = list(text)
    for item in found:
        letters[item.start : item.end] = "|" * (item.end - item.start)
    return "".join(letters)


MONEY = frozenset({"EUR", "USD", "GBP", "CHF"})
FREE = "free"
