"""Finds e-mail addresses, telephone numbers, IBANs and card numbers that people write."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    EMAIL = "email"
    PHONE = "phone"
    IBAN = "iban"
    CARD = "card"
    NAME = "name"
    REFERENCE = "reference"


@dataclass(frozen=True, slots=True)
class Span:
    start: int
    end: int
    kind: Kind


_EMAIL = re.compile(
    r"(?<![\w.+%-])[\w.+%-]{0,64}[\w+%-]@[^\W_](?:[\w-]*[^\W_])?(?:\.[^\W_](?:[\w-]*[^\W_])?)+(?!\w)"
)
_IBAN = re.compile(r"(?<!\w)(?=([A-Za-z]{2}\d{2}(?:[ -]?[A-Za-z0-9]){11,30}))")
_CARD = re.compile(r"(?<![\w.,+-])(?=(\d(?:[ -]?\d){12,18}))")
# Countries whose numbers have one length, then the form of French numbers: neighbours can't be swallowed
_SURE_PHONES = (
    re.compile(
        r"(?<![\w+])(?:\+ ?|00)(?:33|34|32|41)[ .-]?(?:\(0\)[ .-]?)?\(?[1-9](?:[ ().\-/]{0,2}\d){8}(?!\w)"
    ),
    re.compile(r"(?<![\w+])(?:\+ ?|00)(?:44|1)[ .-]?(?:\(0\)[ .-]?)?\(?[1-9](?:[ ().\-/]{0,2}\d){9}(?!\w)"),
    re.compile(r"(?<![\w+.,/-])0[1-9](?P<mark>[ .\-/]?)\d\d(?:(?P=mark)\d\d){3}(?!\w)"),
    re.compile(r"(?<![\w+.,/-])(?:\(\d{3}\) ?|\d{3}[.-])\d{3}[.-]\d{4}(?!\w)"),
)
_PHONES = (
    re.compile(
        r"(?<![\w+])(?:\+ ?|00)[1-9]\d{0,2}[ .-]?(?:\(0\)[ .-]?)?\(?\d(?:[ ().\-/]{0,2}\d){5,12}(?!\w)"
    ),
    re.compile(r"(?<![\w+.,/-])\(?0\d{1,4}\)?[ /-]\d{3,8}(?:[ -]\d{2,6}){0,2}(?!\w)"),
)
_DATE = re.compile(r"(?<![\w.,/-])(?:\d{1,2}([./-])\d{1,2}\1\d{4}|\d{4}-\d\d-\d\d)(?!\w|[./-]\d)")
_LENGTHS = {
    "AT": 20, "BE": 16, "CH": 21, "DE": 22, "DK": 18, "ES": 24, "FR": 27, "GB": 22, "IE": 22, "IT": 27, "LU": 20,
    "MC": 27, "NL": 18, "NO": 15, "PL": 28, "PT": 25, "SE": 24,
}  # fmt: skip


def personal(text: str) -> Iterator[Span]:
    """Without overlaps; prices, dates, rooms and references are none of them."""
    for find in (_emails, _sure_phones, _ibans, _cards, _dates, _other_phones):
        for span in find(text):
            text = text[: span.start] + "|" * (span.end - span.start) + text[span.end :]
            if find is not _dates:
                yield span


def _emails(text: str) -> Iterator[Span]:
    for found in _EMAIL.finditer(text):
        yield Span(*found.span(), Kind.EMAIL)


def _ibans(text: str) -> Iterator[Span]:
    done = 0
    for found in _IBAN.finditer(text):
        if found.start() >= done and (length := _end_of_iban(found[1])):
            done = found.start() + length
            yield Span(found.start(), done, Kind.IBAN)


def _cards(text: str) -> Iterator[Span]:
    done = 0
    for found in _CARD.finditer(text):
        after = text[found.end(1) : found.end(1) + 1]
        if found.start() >= done and (length := _end_of_card(found[1], after)):
            done = found.start() + length
            yield Span(found.start(), done, Kind.CARD)


def _dates(text: str) -> Iterator[Span]:
    for found in _DATE.finditer(text):
        yield Span(*found.span(), Kind.REFERENCE)


def _sure_phones(text: str) -> Iterator[Span]:
    return _phones(text, _SURE_PHONES)


def _other_phones(text: str) -> Iterator[Span]:
    return _phones(text, _PHONES)


def _phones(text: str, patterns: tuple[re.Pattern[str], ...]) -> Iterator[Span]:
    for pattern in patterns:
        for found in pattern.finditer(text):
            if 9 <= len(digits_of(found[0])) <= 15:
                text = text[: found.start()] + "|" * len(found[0]) + text[found.end() :]
                yield Span(*found.span(), Kind.PHONE)


def digits_of(text: str) -> str:
    return "".join(str(int(letter)) for letter in text if letter.isdecimal())


def passes_luhn(digits: str) -> bool:
    """The check digit of cards (ISO/IEC 7812-1)."""
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits))]
    return len(set(digits)) > 1 and sum(number // 10 + number % 10 for number in doubled) % 10 == 0


def passes_iban(plain: str) -> bool:
    """The check digits of IBANs (ISO 13616): modulo 97 they leave 1."""
    moved = plain[4:] + plain[:4]
    return (
        moved.isascii()
        and moved.isalnum()
        and int("".join(str(int(letter, 36)) for letter in moved)) % 97 == 1
    )


def _end_of_card(said: str, after: str) -> int:
    """Where it ends, as other digits may follow it; 0: it is none."""
    digits = digits_of(said)
    ends = [place + 1 for place, letter in enumerate(said) if letter.isdecimal()]
    for count in range(len(digits), 12, -1) if len(set(digits)) > 1 else ():
        end = ends[count - 1]
        if not (said + after)[end : end + 1].isalnum() and passes_luhn(digits[:count]):
            return end
    return 0


def _end_of_iban(said: str) -> int:
    """Where it ends, as words may follow it; 0: it is none."""
    wanted = _LENGTHS.get(said[:2].upper())
    seen = [place + 1 for place, letter in enumerate(said) if letter.isalnum()]
    for end in [seen[wanted - 1]] if wanted and len(seen) >= wanted else reversed(seen):
        plain = re.sub(r"[ -]", "", said[:end])
        if len(plain) >= 15 and not said[end : end + 1].isalnum() and passes_iban(plain):
            return end
    return 0
