"""Times of day in folded text; "7 h" may also be seven hours."""

from __future__ import annotations

import re
from collections.abc import Iterator

from causerie.llm.leash.figure import Figure, Found, Kind

_CLOCK = r"(?<![\w.,:/€$£])(\d{1,2})(?:[:.h](\d{2}))?"
_NEXT = r"(\d{1,2})(?:[:.h](\d{2}))?"
_TO = r" ?(?:-|to|until|till|and|or|a|et|ou|jusqu'a)(?: about)? ?"
_HALF = r"([ap]) ?\.? ?m\b\.?"
_TWELVE_RANGE = re.compile(rf"{_CLOCK}{_TO}{_NEXT} ?{_HALF}")
_TWELVE = re.compile(rf"{_CLOCK} ?{_HALF}")
_HOUR = r" ?h(?:eures?|rs?)?\b(?! par)"
_HOURS_RANGE = re.compile(
    rf"(?<![\w.,:/€$£])(\d{{1,2}})(?: ?h)?{_TO}(\d{{1,2}}){_HOUR}(?: ?(\d{{2}})(?!\d))?"
)
_HOURS = re.compile(
    r"(?<![\w.,:/€$£])(\d{1,2}) ?(?:h|heures?)(?: ?(\d{2})(?!\d)(?: ?min\w*)?| et (demie?|quart)|(?!\w))"
)
_COLON = re.compile(r"(?<![\w.,:/€$£])(\d{1,2}):(\d{2})(?::\d{2})?(?![\d:])")
_OCLOCK = re.compile(r"(?<![\w.,:/])(\d{1,2}) ?o'? ?clock")
_PAST = re.compile(r"(?<!\w)(half past|quarter past|quarter to) (\d{1,2})(?!\w)(?: ?([ap])\.? ?m\b\.?)?")
_NAMED = re.compile(r"(?<!\w)(noon|midday|midnight|minuit|(?<!apres-)(?<!apres )(?<!le )midi)(?!\w)")
_ALL_DAY = re.compile(
    r"(?<![\w/])24 ?h?(?:ours?)? ?/ ?(?:24 ?h?|7 ?j?)(?! ?/)(?: ?(?:et|,)? ?7 ?j? ?/ ?7)?(?!\w)|(?<![\w/])7 ?j? ?/ ?7(?!\w)"
)


def read_all_day(text: str) -> Iterator[Found]:
    """ "24/7" and its like, which look like dates."""
    for found in _ALL_DAY.finditer(text):
        yield Found(*found.span(), (_hours(24, found[0]),))


def read_times(text: str, either_half: bool) -> Iterator[Found]:
    """``either_half``: "7:30" may be in the evening, too."""
    for found in _TWELVE_RANGE.finditer(text):
        hour, minute, later, later_minute, half = found.groups()
        earlier = [_minutes(hour, minute, "a"), _minutes(hour, minute, "p")]
        yield from _made(found, [earlier, [_minutes(later, later_minute, half)]])
    for found in _TWELVE.finditer(text):
        yield from _made(found, [[_minutes(found[1], found[2], found[3])]])
    for found in _PAST.finditer(text):
        start = _minutes(found[2], None, found[3])
        shift = {"half past": 30, "quarter past": 15, "quarter to": -15}[found[1]]
        yield from _made(found, [_either(start + shift, either_half and not found[3])])
    for found in _HOURS_RANGE.finditer(text):
        first, last = int(found[1]) * 60, int(found[2]) * 60 + int(found[3] or 0)
        both = () if found[3] else (_hours(int(found[1]), found[0]), _hours(int(found[2]), found[0]))
        yield from _made(found, [[first], [last]], both)
    for found in _HOURS.finditer(text):
        past = {"quart": 15}.get(found[3], 30) if found[3] else int(found[2] or 0)
        length = () if past else (_hours(int(found[1]), found[0]),)
        yield from _made(found, [[int(found[1]) * 60 + past]], length)
    for found in _COLON.finditer(text):
        minutes = int(found[1]) * 60 + int(found[2])
        yield from _made(found, [_either(minutes, either_half and not found[1].startswith("0"))])
    for found in _OCLOCK.finditer(text):
        yield from _made(found, [_either(int(found[1]) * 60, either_half)])
    for found in _NAMED.finditer(text):
        yield from _made(found, [[0 if found[1] in ("midnight", "minuit") else 720]])


def _minutes(hour: str, minute: str | None, half: str | None) -> int:
    hours = int(hour) % 12 + (12 if half == "p" else 0) if half and int(hour) <= 12 else int(hour)
    return hours * 60 + int(minute or 0)


def _either(minutes: int, either_half: bool) -> list[int]:
    return [minutes, (minutes + 720) % 1440] if either_half and 60 <= minutes < 780 else [minutes]


def _hours(count: int, text: str) -> Figure:
    return Figure(Kind.NUMBER, frozenset({(float(count),)}), text, "hour")


def _made(found: re.Match[str], times: list[list[int]], hours: tuple[Figure, ...] = ()) -> Iterator[Found]:
    """``hours``: what it is when it is a length of time."""
    if all(0 <= minutes <= 1440 for readings in times for minutes in readings):
        figures = []
        for index, readings in enumerate(times):
            meant = frozenset((minutes % 1440,) for minutes in readings)
            other = hours[index : index + 1] if hours else ()
            figures.append(Figure(Kind.TIME, meant, found[0], parts=other))
        yield Found(*found.span(), tuple(figures))
