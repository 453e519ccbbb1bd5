"""Find arrival and departure in what a guest writes, in English and French.

`dateparser` reads each single date. What it doesn't know is done here: ranges with a shared month
("du 3 au 5 mai", "May 3-5"), bare days ("du 3 au 5"), weekdays, weekends, and lengths of stay.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import dateparser

from actions.numbers import number_pattern, read_number

_MONTH = (
    r"(?:janv(?:ier)?|f[ée]v(?:r(?:ier)?)?|mars|avr(?:il)?|mai|juin|juil(?:let)?|ao[uû]t|sept(?:embre)?"
    r"|oct(?:obre)?|nov(?:embre)?|d[ée]c(?:embre)?"
    r"|jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|september|sep"
    r"|october|november|december)\b\.?"
)
_WEEKDAYS = {
    name: index
    for index, names in enumerate(
        (
            "monday lundi",
            "tuesday mardi",
            "wednesday mercredi",
            "thursday jeudi",
            "friday vendredi",
            "saturday samedi",
            "sunday dimanche",
        )
    )
    for name in names.split()
}
_WEEKDAY = "(?:" + "|".join(_WEEKDAYS) + ")"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:\s?(?:st|nd|rd|th|er))?"
_YEAR = r"(?:,?\s+20\d\d)?"
_DATE = re.compile(
    rf"(?P<iso>\b20\d\d-\d\d-\d\d\b)"
    rf"|(?P<numeric>\b\d{{1,2}}[/.]\d{{1,2}}(?:[/.](?:20)?\d\d)?\b)"
    rf"|(?P<written>(?:\b{_WEEKDAY}\s+)?(?:\bthe\s+|\ble\s+)?\b{_DAY}\s*(?:of\s+|de\s+)?{_MONTH}{_YEAR})"
    rf"|(?P<month_first>\b{_MONTH}\s+(?:the\s+)?{_DAY}\b{_YEAR})"
    rf"|(?P<weekend>\b(?:the\s+|this\s+|next\s+|ce\s+|le\s+)?week[- ]?end(?:\s+prochain)?)"
    rf"|(?P<weekday>\b(?:next\s+|this\s+)?{_WEEKDAY}\b(?:\s+prochain|\s+en\s+huit)?)"
    r"|(?P<relative>\b(?:the\s+)?day\s+after\s+tomorrow|\bapr[eè]s[- ]demain|\btomorrow\b|\bdemain\b"
    r"|\btoday\b|\btonight\b|\bthis\s+evening\b|\baujourd['’]?hui\b|\bce\s+soir\b"
    rf"|\b(?:in|dans)\s+{number_pattern()}\s+(?:days?|weeks?|months?|jours?|semaines?|mois)\b"
    r"|\bnext\s+week\b|\b(?:la\s+)?semaine\s+prochaine)"
    rf"|(?P<bare>\b(?:the|le|au)\s+{_DAY}\b(?!\s*(?:of\s+|de\s+)?{_MONTH}|[/.]\d)(?!\s*(?:h\b|:|%|€|pers|people|guest|adult|nuit|night)))",
    re.IGNORECASE,
)
_JOIN = (
    r"\s*(?:-|–|to(?:\s+the)?|until|till|through|and|au|à|a|et(?:\s+le)?|jusqu['’]?au)\s*(?:the\s+|le\s+)?"
)
_SHARED_MONTH = re.compile(
    rf"\b(?P<first>{_DAY}){_JOIN}(?:{_WEEKDAY}\s+)?(?P<second>{_DAY}\s*(?:of\s+|de\s+)?(?P<month>{_MONTH}){_YEAR})",
    re.IGNORECASE,
)
_MONTH_THEN_DAYS = re.compile(
    rf"\b(?P<month>{_MONTH})\s+(?:the\s+)?(?P<first>{_DAY}){_JOIN}(?P<second>{_DAY})\b(?!\s*{_MONTH})"
    r"(?!\s*(?:people|guests?|adults?|pers|nights?))(?P<year>,?\s+20\d\d)?",
    re.IGNORECASE,
)
_BARE_RANGE = re.compile(
    rf"\b(?:from\s+(?:the\s+)?|du\s+|entre\s+le\s+|between\s+the\s+)(?P<first>{_DAY}){_JOIN}"
    rf"(?P<second>{_DAY})\b(?!\s*(?:{_MONTH}|[/.]))",
    re.IGNORECASE,
)
_NIGHTS = re.compile(rf"\b({number_pattern()})\s+(?:nights?|nuits?|nuit[ée]es?)\b", re.IGNORECASE)
_WEEKS = re.compile(
    rf"(?<!in )(?<!dans )\b({number_pattern()})\s+(?:full\s+)?(?:weeks?|semaines?)\b", re.IGNORECASE
)
_LEAVING = re.compile(
    r"(?:until|till|leav\w*|check(?:ing)?[ -]?out|depart\w*|d[ée]part|repar\w+|par(?:s|t|tir|tons|tez|tent)|jusqu\w*"
    r"|\bto|\bau)\W+(?:on\s+|the\s+|le\s+|au\s+|is\s+|est\s+)*$",
    re.IGNORECASE,
)
_ARRIVING = re.compile(
    r"(?:arriv\w*|check(?:ing)?[ -]?in|from|starting|à partir|d[èe]s|\bdu)\W+(?:on\s+|the\s+|le\s+|du\s+)*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Stay:
    """The dates somebody mentioned; `single` is a date whose role the words don't tell."""

    arrival: date | None = None
    departure: date | None = None
    nights: int | None = None
    single: date | None = None

    @property
    def is_empty(self) -> bool:
        return self == Stay()


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    day: date
    last_day: date | None = None


def find_stay(text: str, today: date, after: date | None = None) -> Stay:
    """Read arrival, departure and nights out of a sentence.

    `after` is the arrival already known: bare days ("the 5th") are looked for from there.
    """
    text = " ".join(text.replace("’", "'").split())
    span = _find_range(text, today)
    nights = find_nights(text)
    if span is not None:
        return Stay(arrival=span[0], departure=span[1])
    found = _find_dates(text, today, after)
    if not found:
        return Stay(nights=nights)
    if found[0].last_day is not None:
        return Stay(arrival=found[0].day, departure=found[0].last_day)
    if len(found) > 1:
        return _stay_of_two(text, found[0], found[1], today)
    return _stay_of_one(text, found[0], nights)


def find_nights(text: str) -> int | None:
    """`3 nights`, `deux nuits`, `une semaine`, as a number of nights."""
    match = _NIGHTS.search(text)
    if match:
        return read_number(match.group(1))
    match = _WEEKS.search(text)
    if match:
        weeks = read_number(match.group(1))
        return weeks * 7 if weeks else None
    return None


def read_iso(value: object) -> date | None:
    """A slot's ISO date, or nothing."""
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


def _find_range(text: str, today: date) -> tuple[date, date] | None:
    """Two days that share a month, or that have none."""
    for pattern, read in ((_SHARED_MONTH, _read_shared), (_MONTH_THEN_DAYS, _read_month_first)):
        match = pattern.search(text)
        if match:
            return read(match, today)
    match = _BARE_RANGE.search(text)
    if match:
        first = _next_day_of_month(_day_number(match["first"]), today)
        second = first and _next_day_of_month(_day_number(match["second"]), first + timedelta(days=1))
        return (first, second) if first and second else None
    return None


def _read_shared(match: re.Match[str], today: date) -> tuple[date, date] | None:
    departure = _parse(match["second"], today)
    return _with_first_day(_day_number(match["first"]), departure)


def _read_month_first(match: re.Match[str], today: date) -> tuple[date, date] | None:
    departure = _parse(f"{match['second']} {match['month']}{match['year'] or ''}", today)
    return _with_first_day(_day_number(match["first"]), departure)


def _with_first_day(day: int, departure: date | None) -> tuple[date, date] | None:
    """The first day lies in the departure's month, or in the month before ("du 30 au 2 mai")."""
    if departure is None:
        return None
    month_start = departure.replace(day=1)
    if day >= departure.day:
        month_start = (month_start - timedelta(days=1)).replace(day=1)
    try:
        return month_start.replace(day=day), departure
    except ValueError:
        return None


def _find_dates(text: str, today: date, after: date | None) -> list[_Found]:
    found = []
    for match in _DATE.finditer(text):
        kind = match.lastgroup or ""
        if kind == "weekend":
            friday = _weekend(match.group().lower(), today)
            found.append(_Found(match.start(), friday, friday + timedelta(days=2)))
            continue
        day = _read_date(kind, match.group(), today, after)
        if day is not None:
            found.append(_Found(match.start(), day))
    return found


def _read_date(kind: str, text: str, today: date, after: date | None) -> date | None:
    if kind == "iso":
        return read_iso(text)
    if kind == "weekday":
        return _weekday(text.lower(), after or today)
    if kind == "bare":
        return _next_day_of_month(_day_number(text), after + timedelta(days=1) if after else today)
    if kind == "relative":
        return _relative(text.lower(), today)
    return _parse(text, today)


def _relative(text: str, today: date) -> date | None:
    if ("week" in text and "next" in text) or "semaine prochaine" in text:
        return today + timedelta(days=7 - today.weekday())
    if text in ("tonight", "this evening", "ce soir"):
        return today
    return _parse(_digits_for_words(text), today)


def _digits_for_words(text: str) -> str:
    return re.sub(number_pattern(), lambda match: str(read_number(match.group()) or match.group()), text)


def _parse(text: str, today: date) -> date | None:
    """One date by dateparser; a day and month without a year lie in the future."""
    cleaned = re.sub(rf"^(?:{_WEEKDAY}\s+)?(?:the|le)?\s*", "", text.lower()).replace(" of ", " ")
    cleaned = re.sub(r"(\d)\s+(st|nd|rd|th|er)\b", r"\1\2", cleaned).replace(" de ", " ")
    parsed = dateparser.parse(
        cleaned,
        languages=["fr", "en"],
        settings={
            "DATE_ORDER": "DMY",
            "PREFER_DATES_FROM": "future",
            "RELATIVE_BASE": datetime.combine(today, time(12)),
            "RETURN_AS_TIMEZONE_AWARE": False,
        },
    )
    return parsed.date() if parsed else None


def _weekday(text: str, base: date) -> date:
    """The next such weekday; "en huit" is one week later."""
    name = next(name for name in _WEEKDAYS if name in text)
    days = (_WEEKDAYS[name] - base.weekday()) % 7
    if days == 0 and ("next" in text or "prochain" in text):
        days = 7
    return base + timedelta(days=days + (7 if "huit" in text else 0))


def _weekend(text: str, today: date) -> date:
    """The Friday of this or the next weekend."""
    friday = today + timedelta(days=(4 - today.weekday()) % 7)
    if ("next" in text or "prochain" in text) and friday - today < timedelta(days=5):
        return friday + timedelta(days=7)
    return friday


def _day_number(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def _next_day_of_month(day: int, base: date) -> date | None:
    """The first date from `base` on whose day of the month is `day`."""
    return next(
        (candidate for offset in range(62) if (candidate := base + timedelta(days=offset)).day == day), None
    )


def _stay_of_two(text: str, first: _Found, second: _Found, today: date) -> Stay:
    if _LEAVING.search(text[: first.start]) and _ARRIVING.search(text[: second.start]):
        first, second = second, first
    departure = second.day
    if departure <= first.day and _weekday_only(text[second.start :]):
        departure = _weekday(text[second.start :].lower(), first.day + timedelta(days=1))
    return Stay(arrival=first.day, departure=departure)


def _weekday_only(text: str) -> bool:
    return re.match(rf"(?:next\s+|this\s+)?{_WEEKDAY}\b(?!\s+\d)", text, re.IGNORECASE) is not None


def _stay_of_one(text: str, found: _Found, nights: int | None) -> Stay:
    before = text[: found.start]
    if nights:
        return Stay(arrival=found.day, departure=found.day + timedelta(days=nights), nights=nights)
    if _ARRIVING.search(before):
        return Stay(arrival=found.day)
    if _LEAVING.search(before + " ") or re.match(r"(?i)au\s", text[found.start :]):
        return Stay(departure=found.day)
    return Stay(single=found.day)
