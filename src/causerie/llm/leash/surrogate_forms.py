"""Made-up values that look natural, and the many ways to write one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count, product

from causerie.llm.leash.letters import fold
from causerie.llm.leash.personal import Kind, digits_of

FIRST = [
    "Alex",
    "Robin",
    "Camille",
    "Sasha",
    "Charlie",
    "Morgan",
    "Jamie",
    "Andrea",
    "Maxime",
    "Kerry",
    "Ashley",
    "Leslie",
    "Frankie",
    "Jessie",
    "Casey",
    "Taylor",
    "Jordan",
    "Riley",
    "Avery",
    "Quinn",
    "Rowan",
    "Skyler",
    "Emery",
    "Finley",
]
LAST = [
    "Martin",
    "Bernard",
    "Keller",
    "Novak",
    "Silva",
    "Jensen",
    "Moreau",
    "Rossi",
    "Weber",
    "Lambert",
    "Duval",
    "Garnier",
    "Larsen",
    "Petit",
    "Almeida",
    "Kowalski",
    "Hansen",
    "Ferrari",
    "Vidal",
    "Lindgren",
    "Costa",
    "Schneider",
    "Roussel",
    "Baker",
]
_SYLLABLES = ["ba", "lo", "mi", "ren", "ta", "vo", "nel", "di", "sor", "ka", "li", "mon"]


def names(first: bool) -> Iterator[str]:
    """Without end, each once."""
    yield from FIRST if first else LAST
    for length in count(3):
        for syllables in product(_SYLLABLES, repeat=length):
            yield "".join(syllables).capitalize() + ("" if first else "sen")


def bases(kind: Kind) -> Iterator[str]:
    """Values of this kind without end; addresses and numbers belong to nobody."""
    for number in count(1):
        match kind:
            case Kind.EMAIL:
                yield f"guest{number}@example.com"
            case Kind.PHONE:  # 01 99 00 is kept free for fiction by the French regulator
                yield f"+33 1 99 {number // 10_000:02d} {number // 100 % 100:02d} {number % 100:02d}"
            case Kind.CARD:
                yield _grouped(_with_luhn(f"400000{number:09d}"), " ")
            case Kind.IBAN:
                yield _grouped(_with_check("FR", f"{number:023d}"), " ")
            case _:
                yield f"REF{number:05d}"


def forms(kind: Kind, base: str, written: str) -> Iterator[str]:
    """Ways to write ``base``, the one most like ``written`` first; all of them have the same ``key_of``."""
    if kind is Kind.PHONE:
        national = base.removeprefix("+33 ")
        starts = [f"+33 {national}", f"0{national}", f"0033 {national}"]
        starts.sort(key=lambda start: start[0] == "+" and not written.startswith("+"))
        marks = sorted([" ", "", ".", "-"], key=lambda mark: mark not in written or not mark)
        yield from (start.replace(" ", mark) for start in starts for mark in marks)
    elif kind in (Kind.CARD, Kind.IBAN):
        for mark in sorted([" ", "", "-"], key=lambda mark: mark not in written or not mark):
            yield base.replace(" ", mark)
            if kind is Kind.IBAN:
                yield base.replace(" ", mark).lower()
    else:
        styles = [base.lower(), base.upper()] if written.islower() else [base.upper(), base.lower()]
        alike = written.islower() or (written.isupper() and len(written) > 1)
        yield from [*styles, base] if alike else [base, *styles]
        letters = [(letter.lower(), letter.upper()) if letter.isalpha() else (letter,) for letter in base]
        yield from ("".join(picked) for picked in product(*letters))


def key_of(kind: Kind, written: str) -> str:
    """The same for all ways to write one value."""
    if kind is Kind.PHONE:
        return digits_of(written.replace("(0)", "")).lstrip("0")[-9:]
    if kind in (Kind.CARD, Kind.IBAN):
        return re.sub(r"[\s-]", "", written).lower()
    return " ".join(fold(written).split())


def loosely(kind: Kind, base: str) -> str:
    """A pattern for ``base`` as a GPT may have written it."""
    if kind is Kind.PHONE:
        digits = digits_of(base)[2:]
        return r"(?:(?:\+ ?|00 ?)33[ .\-/]{0,2}(?:\(0\) ?)?|\(?0\)?)[ .\-/]?" + r"[ .\-/]{0,2}".join(digits)
    if kind in (Kind.CARD, Kind.IBAN):
        return r"[ \-]?".join(base.replace(" ", ""))
    return r"\s{1,3}".join(re.escape(word) for word in base.split())


def _grouped(text: str, mark: str) -> str:
    return mark.join(text[place : place + 4] for place in range(0, len(text), 4))


def _with_luhn(digits: str) -> str:
    doubled = [int(digit) * (2 - place % 2) for place, digit in enumerate(reversed(digits))]
    return digits + str(-sum(number // 10 + number % 10 for number in doubled) % 10)


def _with_check(country: str, account: str) -> str:
    as_number = "".join(str(int(letter, 36)) for letter in f"{account}{country}00")
    return f"{country}{98 - int(as_number) % 97:02d}{account}"
