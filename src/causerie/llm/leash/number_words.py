"""Numbers written in English and French words become digits; "one", "un" and "une" mostly are no numbers."""

from __future__ import annotations

import re

_ONES = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4,
    "cinq": 5, "sept": 7, "huit": 8, "neuf": 9, "dix": 10, "onze": 11, "douze": 12, "treize": 13, "quatorze": 14,
    "quinze": 15, "seize": 16,
}  # fmt: skip
_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90, "vingt": 20, "vingts": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60,
    "septante": 70, "huitante": 80, "nonante": 90,
}  # fmt: skip
_LARGE = {"hundred": 100, "cent": 100, "cents": 100, "thousand": 1000, "mille": 1000, "million": 1_000_000}
_VALUES = {**_ONES, **_TENS, **_LARGE}
_ORDINALS = {
    "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "twelfth": 12, "fifteenth": 15, "twentieth": 20, "deuxieme": 2, "seconde": 2, "troisieme": 3,
    "quatrieme": 4, "cinquieme": 5, "sixieme": 6, "septieme": 7, "huitieme": 8, "neuvieme": 9, "dixieme": 10,
}  # fmt: skip
_COUNTED = (
    r"floors?|nights?|guests?|persons?|child(?:ren)?|beds?|rooms?|days?|hours?|etages?|nuits?|personnes?|enfants?"
    r"|lits?|chambres?|jours?|heures?"
)
_MONEY = r"euros?\b|dollars?\b|pounds?\b|livres?\b|francs?\b|eur\b|usd\b|€|\$|£|percent|per cent|pour ?cent|%"
_WORD = "|".join(sorted(_VALUES, key=len, reverse=True))
_RUN = re.compile(
    rf"(?<![\w'])(?:a (?=hundred|thousand|million))?(?:{_WORD})(?:(?:[ -]+|[ -](?:and|et)[ -])(?:{_WORD}))*(?!\w)"
)
_ORDINAL = re.compile(rf"(?<!\w)({'|'.join(_ORDINALS)})(?= (?:{_COUNTED})\b)")
_DOZEN = re.compile(
    r"(?<!\w)(?:(?:a |une )?(dozen|douzaine)|(?:une )?(quinzaine|vingtaine|trentaine|centaine))(?!\w)"
)
_DOZENS = {"dozen": 12, "douzaine": 12, "quinzaine": 15, "vingtaine": 20, "trentaine": 30, "centaine": 100}
NUMBER_WORDS = frozenset([*_VALUES, *_ORDINALS, *_DOZENS])
"""Folded; words that are or begin a number."""
_ALONE = frozenset({"one", "un", "une", "a", "zero"})


def with_digits(text: str, french: bool) -> str:
    """Folded ``text`` with its number words as digits: "vingt-cinq euros" becomes "25 euros"."""
    text = _ORDINAL.sub(lambda found: str(_ORDINALS[found[1]]), text)
    text = _DOZEN.sub(lambda found: str(_DOZENS[found[1] or found[2]]), text)
    return _RUN.sub(lambda found: _digits(found, text, french), text)


def _digits(found: re.Match[str], text: str, french: bool) -> str:
    said = found[0]
    words = re.findall(_WORD, said)
    after = text[found.end() : found.end() + 16]
    if all(word in _ALONE for word in words) and not (
        len(words) == 1 and re.match(rf"[ -]?(?:{_MONEY})", after)
    ):
        return (
            said if len(words) < 3 and "zero" not in words else " ".join(str(_VALUES[word]) for word in words)
        )
    if words == ["neuf"] and not re.match(r" (?:\w+[sx]|h)\b| €| ?%| pour", after):
        return said  # the word for "new", too
    if words == ["cents"]:
        return said
    if words == ["cent"] and (not french or text[: found.start()].endswith("pour ")):
        return said  # a coin, or "per cent"
    return _value(words) + (" " if said[-1:].isspace() else "")


def _value(words: list[str]) -> str:
    """The number; several, one after the other, where they do not make one ("two three")."""
    done: list[int] = []
    total = current = 0
    last = 0  # the size that may be added to now; 0: nothing was said
    for word in words:
        value = _VALUES[word]
        if value >= 1000:
            total += (current or 1) * value
            current, last = 0, 1000
        elif value == 100:
            current, last = (current or 1) * 100, 100
        elif value == 20 and current % 100 == 4 and word.startswith("vingt"):
            current, last = current + 76, 20  # quatre-vingts
        elif last == 0 or (last > value and (last >= 100 or (value < 20 and last >= 20))):
            current += value
            last = 60 if value == 60 else (20 if value >= 20 else (10 if value == 10 else 1))
        elif last == 10 and 7 <= value <= 9:
            current, last = current + value, 1  # dix-sept
        else:
            done.append(total + current)
            total, current = 0, value
            last = 20 if value >= 20 else (10 if value == 10 else 1)
    return " ".join(str(number) for number in [*done, total + current])
