"""Numbers, prices, percentages, lengths and codes in folded text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from causerie.llm.leash.figure import FREE, Figure, Found, Kind

_CURRENCIES = {
    "€": "EUR", "eur": "EUR", "euro": "EUR", "euros": "EUR", "$": "USD", "usd": "USD", "dollar": "USD",
    "dollars": "USD", "£": "GBP", "gbp": "GBP", "pound": "GBP", "pounds": "GBP", "chf": "CHF", "francs": "CHF",
}  # fmt: skip
_UNITS = {
    **_CURRENCIES,
    **dict.fromkeys(("%", "percent", "per cent", "pour cent", "pourcent", "pourcents", "pct"), "%"),
    **dict.fromkeys(("min", "mins", "minute", "minutes"), "minute"),
    **dict.fromkeys(("hour", "hours", "hr", "hrs", "heure", "heures", "h"), "hour"),
    **dict.fromkeys(("day", "days", "jour", "jours"), "day"),
    **dict.fromkeys(("week", "weeks", "semaine", "semaines"), "week"),
    **dict.fromkeys(("month", "months", "mois"), "month"),
    **dict.fromkeys(("year", "years", "an", "ans", "annee", "annees"), "year"),
    **dict.fromkeys(("night", "nights", "nuit", "nuits"), "night"),
    **dict.fromkeys(("m", "metre", "metres", "meter", "meters"), "m"),
    **dict.fromkeys(("km", "kilometre", "kilometres", "kilometer", "kilometers"), "km"),
    **dict.fromkeys(("cm", "centimetre", "centimetres", "centimeters"), "cm"),
    **dict.fromkeys(("sqm", "square metres", "square meters", "metres carres"), "sqm"),
    **dict.fromkeys(("kg", "kilo", "kilos", "kilograms", "kilogrammes"), "kg"),
    **dict.fromkeys(("°c", "°", "degrees", "degres"), "degree"),
}
_SMALL = frozenset(
    {"m", "km", "kg", "cm", "sqm", "degree", "%"}
)  # units whose numbers may have three decimals
_NUMBER = r"\d{1,3}(?:[ ,.']\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d+[.,]\d+|\d+"
_UNIT = "|".join(re.escape(word) for word in sorted(_UNITS, key=len, reverse=True))
_BEFORE = "|".join(re.escape(word) for word in sorted(_CURRENCIES, key=len, reverse=True))
_SAID = re.compile(
    rf"(?:(?<![a-z])(?P<before>{_BEFORE}) ?)?(?<![\d_])(?P<number>{_NUMBER})"
    rf"(?:(?:st|nd|rd|th|ere|er|eme|e|nde)(?![\w€]))?(?:[ -]?(?P<unit>{_UNIT})(?![a-z]))?(?P<cents>(?<=€) ?\d\d(?![\w.,]))?"
)
_CODE = re.compile(
    r"(?<![\w/])(?=[\w-]{0,80}\d)(?=[\w-]{0,80}[a-z])[a-z0-9]{1,80}(?:[-_][a-z0-9]{1,40}){0,8}(?!\w)"
)
_GLUED = re.compile(
    rf"(?:{_BEFORE})?\d+(?:[.,]\d+)?(?:-?(?:{_UNIT})|st|nd|rd|th|ere|er|eme|e|nde|x|-\w*[a-z]+)?"
)
_GIFT = re.compile(
    r"(?<![\w-])(?:free of charge|for free|(?:are|is|be) (?:completely |totally |entirely )?free(?= ?(?:[.,;!|)]|$|for\b|to\b|and\b))"
    r"|free (?:wi-?fi|breakfasts?|parking|upgrades?|nights?|rooms?|stays?|cancellation|access|shuttle|entry|dinners?|meals?|drinks?)"
    r"|complimentary|no charge|at no cost|on the house|gratuit\w*|offerte?s?|sans frais|sans supplement)(?!\w)"
)
_GIFT_IN_SOURCE = re.compile(
    r"(?<!\w)(?:free|complimentary|no charge|no cost|included?s?|gratuit\w*|offerte?s?|sans frais|inclus\w*|comprise?s?)(?!\w)"
)


def read_numbers(text: str, source: bool) -> Iterator[Found]:
    """``source``: what may be said, where more words speak of things that cost nothing."""
    for found in _CODE.finditer(text):
        if not _GLUED.fullmatch(found[0]):
            yield Found(*found.span(), (Figure(Kind.CODE, frozenset({(found[0],)}), found[0]),))
    for found in (_GIFT_IN_SOURCE if source else _GIFT).finditer(text):
        yield Found(*found.span(), (Figure(Kind.NUMBER, frozenset({(0.0,)}), found[0], FREE),))
    for found in _SAID.finditer(text):
        unit = _UNITS[found["before"] or found["unit"]] if found["before"] or found["unit"] else ""
        number = found["number"] + (f".{found['cents'].strip()}" if found["cents"] else "")
        readings = frozenset((value,) for value in values_of(number, unit))
        parts: tuple[Figure, ...] = ()
        if " " in number:
            pieces = number.split(" ")
            units = ["" for _ in pieces[1:]] + [unit]
            parts = tuple(
                Figure(Kind.NUMBER, frozenset((value,) for value in values_of(piece, its)), piece, its)
                for piece, its in zip(pieces, units, strict=True)
            )
        yield Found(*found.span(), (Figure(Kind.NUMBER, readings, found[0].strip(), unit, parts),))


def values_of(number: str, unit: str) -> list[float]:
    """What ``number`` may mean: a point or comma before three digits is one of thousands, in money always."""
    plain = number.replace(" ", "").replace("'", "")
    marks = re.findall(r"[.,]", plain)
    if not marks:
        return [float(plain)]
    last = max(plain.rfind("."), plain.rfind(","))
    whole, decimals = re.sub(r"[.,]", "", plain[:last]), plain[last + 1 :]
    as_decimal = float(f"{whole or 0}.{decimals}")
    as_whole = float(whole + decimals)
    if len(set(marks)) > 1 or len(decimals) != 3:
        return [as_decimal]
    if len(marks) > 1:
        return [as_whole]
    if plain.startswith("0"):
        return [as_decimal]
    return [as_whole, as_decimal] if unit in _SMALL else [as_whole]
