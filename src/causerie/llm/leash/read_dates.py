"""Days of the calendar in folded text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from causerie.llm.leash.figure import Figure, Found, Kind

_NAMES = (
    "january jan janvier janv", "february feb fevrier fevr fev", "march mar mars", "april apr avril avr",
    "may mai", "june jun juin", "july jul juillet juil", "august aug aout", "september sept sep septembre",
    "october oct octobre", "november nov novembre", "december dec decembre",
)  # fmt: skip
MONTHS = {name: number for number, names in enumerate(_NAMES, 1) for name in names.split()}
_MONTH = rf"({'|'.join(sorted(MONTHS, key=len, reverse=True))})\b\.?"
_DAY = r"(?<![\w.,:/])(\d{1,2})(?:st|nd|rd|th|er)?"
_TO = r" ?(?:-|to|and|or|until|till|through|au|et|ou|a)(?: the| le)? ?"
_YEAR = r"(?:,? (\d{4})(?!\d))?"
_ISO = re.compile(r"(?<![\w-])(\d{4})-(\d{2})-(\d{2})(?:t[\d:.]+(?:z|[+-]\d\d:?\d\d)?)?(?![\w-])")
_DAY_MONTH = re.compile(rf"{_DAY} (?:of )?{_MONTH}{_YEAR}")
_DAYS_MONTH = re.compile(rf"{_DAY}{_TO}(\d{{1,2}})(?:st|nd|rd|th|er)? (?:of )?{_MONTH}{_YEAR}")
_MONTH_DAYS = re.compile(
    rf"(?<!\w){_MONTH} (?:the )?(\d{{1,2}})(?:st|nd|rd|th)?{_TO}(\d{{1,2}})(?:st|nd|rd|th)?(?![\w:]){_YEAR}"
)
_MONTH_DAY = re.compile(rf"(?<!\w){_MONTH} (?:the )?(\d{{1,2}})(?:st|nd|rd|th)?(?![\w:%€]){_YEAR}")
_SLASHED = re.compile(r"(?<![\w./-])(\d{1,2})/(\d{1,2})(?:/(\d{4}|\d{2}))?(?![\w/])")
_DOTTED = re.compile(r"(?<![\w./-])(\d{1,2})([.-])(\d{1,2})\2(\d{4}|\d{2})(?![\w/-])")


def read_dates(text: str, french: bool) -> Iterator[Found]:
    """A date of digits may be either way round, except in French."""
    for found in _ISO.finditer(text):
        year, month, day = (int(part) for part in found.groups())
        yield from _made(found, [[(year, month, day)]])
    for found in _DAYS_MONTH.finditer(text):
        year, month = int(found[4] or 0), MONTHS[found[3]]
        yield from _made(found, [[(year, month, int(found[1]))], [(year, month, int(found[2]))]])
    for found in _DAY_MONTH.finditer(text):
        yield from _made(found, [[(int(found[3] or 0), MONTHS[found[2]], int(found[1]))]])
    for found in _MONTH_DAYS.finditer(text):
        year, month = int(found[4] or 0), MONTHS[found[1]]
        yield from _made(found, [[(year, month, int(found[2]))], [(year, month, int(found[3]))]])
    for found in _MONTH_DAY.finditer(text):
        yield from _made(found, [[(int(found[3] or 0), MONTHS[found[1]], int(found[2]))]])
    for found in _SLASHED.finditer(text):
        yield from _digits(found, int(found[1]), int(found[2]), found[3], french)
    for found in _DOTTED.finditer(text):
        yield from _digits(found, int(found[1]), int(found[3]), found[4], french)


def _digits(found: re.Match[str], first: int, second: int, year: str | None, french: bool) -> Iterator[Found]:
    full = int(year or 0) + (2000 if year and len(year) == 2 else 0)
    yield from _made(found, [[(full, second, first), *([] if french else [(full, first, second)])]])


def _made(found: re.Match[str], dates: list[list[tuple[int, int, int]]]) -> Iterator[Found]:
    """Nothing, unless each date has a reading that may be."""
    possible = [
        [date for date in readings if 1 <= date[1] <= 12 and 1 <= date[2] <= 31] for readings in dates
    ]
    if all(possible):
        figures = tuple(Figure(Kind.DATE, frozenset(readings), found[0]) for readings in possible)
        yield Found(*found.span(), figures)
