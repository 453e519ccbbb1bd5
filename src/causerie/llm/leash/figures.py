"""Finds figures in an answer that stand nowhere in what the GPT was given."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from causerie.llm.leash.figure import MONEY, Figure, Found, Kind, blanked
from causerie.llm.leash.letters import fold, visible
from causerie.llm.leash.number_words import with_digits
from causerie.llm.leash.read_addresses import read_addresses, read_phones
from causerie.llm.leash.read_dates import read_dates
from causerie.llm.leash.read_numbers import read_numbers
from causerie.llm.leash.read_times import read_all_day, read_times

_LIST = re.compile(r"^[ \t>*]*(\d{1,2})[.)][ \t]+", re.MULTILINE)
_CITED = re.compile(r"\[(\d{1,2})\](?!\()")
# A space was forgotten between two sentences; "site.Com" may become a link
_SENTENCES = re.compile(r"(?<=[a-zà-ÿ])\.(?=[A-Z][a-zà-ÿ]*(?![\w.-]))(?!(?:Com|Net|Org|Fr|Info|Io|Eu|Co)\b)")
# What a user said makes these no truth about the project: prices, addresses, percentages.
_OF_USERS = frozenset({Kind.NUMBER, Kind.TIME, Kind.DATE, Kind.CODE})


@dataclass(frozen=True, slots=True)
class Source:
    """Figures of one text that may be said again; ``by_user``: prices and addresses of it may not."""

    figures: frozenset[Figure]
    by_user: bool = False
    units: frozenset[str] = field(default_factory=frozenset)


UNIT_WORDS = {
    "€": "EUR",
    "eur": "EUR",
    "euro": "EUR",
    "$": "USD",
    "dollar": "USD",
    "£": "GBP",
    "pound": "GBP",
    "%": "%",
}


@lru_cache(maxsize=4096)
def source_of(text: str, language: str, by_user: bool = False) -> Source:
    """``units``: currencies and % that a table names anywhere, most often in its head."""
    plain = _plain(text, language)
    found = _read(plain, language, True)
    figures = set(_flat(figure for item in found for figure in item.figures))
    if "|" in text:
        return Source(frozenset(figures), by_user, _named(plain))
    for item in found:
        units = _named(_sentence_around(plain, item))
        figures.update(
            replace(figure, unit=unit)
            for figure in _flat(item.figures)
            if figure.kind is Kind.NUMBER and not figure.unit
            for unit in units
        )
    return Source(frozenset(figures), by_user)


def _named(plain: str) -> frozenset[str]:
    return frozenset(unit for word, unit in UNIT_WORDS.items() if word in plain)


def _sentence_around(plain: str, item: Found) -> str:
    """ "€14, for children under 12 €7": a bare number may share the unit of its sentence, not of its text."""
    start = max(plain.rfind(". ", 0, item.start), plain.rfind("\n", 0, item.start)) + 1
    ends = [end for end in (plain.find(". ", item.end), plain.find("\n", item.end)) if end >= 0]
    return plain[start : min(ends, default=len(plain))]


def figures_of(answer: str, language: str, passages: int = 0) -> tuple[Figure, ...]:
    """All figures of an answer in their order, without numbers of lists and of the given passages."""
    text = _CITED.sub(lambda found: " " if 0 < int(found[1]) <= passages else found[0], visible(answer))
    plain = _plain(_without_list_numbers(text), language)
    found = sorted(_read(plain, language, False), key=lambda item: item.start)
    return tuple(figure for item in found for figure in item.figures)


def unsupported(
    answer: str, sources: Sequence[Source], language: str, passages: int = 0
) -> tuple[Figure, ...]:
    """Figures of ``answer`` that stand in none of ``sources``; sums of others do not count as standing there."""
    return tuple(figure for figure in figures_of(answer, language, passages) if not _stands(figure, sources))


def _plain(text: str, language: str) -> str:
    """Folded, one kind of space, dash and apostrophe, digits for number words."""
    text = re.sub(r"(?<=m)(?:²|2\b)", "^", text).replace("m^", "sqm")
    text = fold(_SENTENCES.sub(". ", visible(text)))
    text = re.sub(r"[^\S\n]+", " ", re.sub("[‐-―−]", "-", re.sub("[’‘`´ʼ]", "'", text)))
    text = re.sub(r"[*_]{1,3}(?=[\d€$£])|(?<=[\d€$£%])[*_]{1,3}", "", text)
    text = re.sub(r"(?![0-9])\d", lambda digit: str(int(digit[0])), text)
    return with_digits(text, language.lower().startswith("fr"))


def _read(plain: str, language: str, source: bool) -> list[Found]:
    """Each reader sees what those before it left."""
    french = language.lower().startswith("fr")
    found: list[Found] = []
    for read in (
        read_addresses,
        read_all_day,
        lambda text: read_dates(text, french),
        read_phones,
        lambda text: read_times(text, not source and not french),
        lambda text: read_numbers(text, source),
    ):
        taken: list[Found] = []
        used = bytearray(len(plain))
        for item in read(plain):
            if not any(used[item.start : item.end]):
                used[item.start : item.end] = b"\1" * (item.end - item.start)
                taken.append(item)
        found += taken
        plain = blanked(plain, taken)
    return found


def _without_list_numbers(text: str) -> str:
    """Only numbers that count up from 1 are those of a list."""
    expected = 1

    def dropped(found: re.Match[str]) -> str:
        nonlocal expected
        if int(found[1]) not in (expected, 1):
            return found[0]
        expected = int(found[1]) + 1
        return "- "

    return _LIST.sub(dropped, text)


def _flat(figures: Iterable[Figure]) -> Iterable[Figure]:
    """With their parts; "1 210 €" is surely one number."""
    for figure in figures:
        yield figure
        yield from () if figure.unit else figure.parts


def _stands(figure: Figure, sources: Sequence[Source]) -> bool:
    if any(stands_in(figure, source) for source in sources):
        return True
    if figure.kind is Kind.TIME:
        return any(_stands(part, sources) for part in figure.parts)
    return bool(figure.parts) and all(_stands(part, sources) for part in figure.parts)


def stands_in(figure: Figure, source: Source) -> bool:
    """Whether ``source`` alone lets ``figure`` be said."""
    if source.by_user and (
        figure.kind not in _OF_USERS or figure.unit in MONEY or figure.unit in ("%", "free")
    ):
        return False
    return any(_supports(other, figure, source) for other in source.figures)


def _supports(given: Figure, said: Figure, source: Source) -> bool:
    """Whether ``given``, which stands in ``source``, lets ``said`` be said."""
    if said.kind is Kind.NUMBER and given.kind is Kind.NUMBER:
        return bool(said.readings & given.readings) and _units_agree(given.unit, said.unit, source.units)
    if said.kind is Kind.NUMBER and not said.unit:
        return any(_is_part(value, given) for (value,) in said.readings)
    if said.kind is Kind.LINK and given.kind is Kind.EMAIL:
        return any((str(address[0]).partition("@")[2], "") in said.readings for address in given.readings)
    if said.kind is not given.kind:
        return False
    match said.kind:
        case Kind.DATE:
            return any(_same_day(one, other) for one in said.readings for other in given.readings)
        case Kind.PHONE:
            return any(
                _same_phone(str(one[0]), str(other[0])) for one in said.readings for other in given.readings
            )
        case Kind.LINK:
            hosts = {(host, "") for host, _ in given.readings}
            return bool(said.readings & (given.readings | hosts))
    return bool(said.readings & given.readings)


def _units_agree(given: str, said: str, named: frozenset[str]) -> bool:
    if given == said or not said:
        return given != "free" or said == given
    return not given and (said in named or (said not in MONEY and said not in ("%", "free")))


def _is_part(value: object, given: Figure) -> bool:
    """A bare number may be the hour of a time, the day or the year of a date."""
    if given.kind is Kind.TIME:
        return any(isinstance(at, int) and value in (at / 60, at / 60 - 12) for (at,) in given.readings)
    if given.kind is Kind.DATE:
        return any(value in (date[0], date[2]) for date in given.readings)
    return False


def _same_day(one: tuple[object, ...], other: tuple[object, ...]) -> bool:
    return one[1:] == other[1:] and (one[0] == other[0] or not one[0] or not other[0])


def _same_phone(one: str, other: str) -> bool:
    """With or without a country's number of up to three digits."""
    short, long = sorted((one, other), key=len)
    return long.endswith(short) and len(short) >= 8 and len(long) - len(short) <= 3
