"""What kind of thing a question asks for, and whether a text holds such a thing.

"How much is it?" shares no word with "€12 a night". So both get a made-up word for prices.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from causerie.llm.knowledge.words import fold


@dataclass(frozen=True, slots=True)
class Evidence:
    """``asked`` finds it in a folded question, ``held`` in a folded text."""

    term: str
    asked: re.Pattern[str]
    held: re.Pattern[str]


_MONTHS = (
    r"january|february|march|april|june|july|august|september|october|november|december"
    r"|janvier|fevrier|mars|avril|juin|juillet|aout|septembre|octobre|novembre|decembre"
    r"|januar|februar|marz|juli|oktober|dezember|enero|febrero|abril|junio|julio|agosto|gennaio|maggio|luglio"
)
EVIDENCE = (
    Evidence(
        "\u00a7price",
        re.compile(
            r"\b(how much|prices?|costs?|rates?|fees?|charged?|expensive|cheap|cheaper|cheapest|for free|"
            r"prix|tarifs?|coutent?|couter|cher|payante?|gratuite?s?|combien(?! de\b| d')|"
            r"preis\w*|kostet|kosten|wie ?viel|precio|cuesta|cuanto|prezzo|costa|quanto|prijs|kost|hoeveel)\b"
        ),
        re.compile(r"[€$£]|\b(eur|euros?|chf|free of charge|free|gratuite?s?|offerte?s?|kostenlos|gratis)\b"),
    ),
    Evidence(
        "\u00a7time",
        re.compile(
            r"\b(when|what time|at what time|hours?|opening|opens?|closes?|closed|until|from when|"
            r"quand|heures?|horaires?|jusqu'a|quel jour|quels jours|ouvert\w*|ferme[a-z]*|ouvre\w*|"
            r"wann|uhr|uhrzeit|offnet|cuando|hora|horario|quando|ora|orari\w*|wanneer|hoe laat)\b"
        ),
        re.compile(
            r"\b\d{1,2}(:\d\d)?( ?[ap]\.?m\b| ?h\b| uhr\b)|\b\d{1,2}:\d\d\b|"
            rf"\b\d{{1,2}}(er|st|nd|rd|th)? (?:{_MONTHS})\b|\b(?:{_MONTHS})\b"
        ),
    ),
    Evidence(
        "\u00a7distance",
        re.compile(
            r"\b(how far|far from|distance|walking|on foot|nearest|nearby|near|"
            r"loin|distance|a pied|proche|pres d[eu']|wie weit|weit|lejos|cerca|lontano|hoe ver)\b"
        ),
        re.compile(r"\b\d[\d.,]* ?(km|m|metres?|meters?|miles?)\b(?!²)|\bon foot\b|\ba pied\b"),
    ),
    Evidence(
        "\u00a7phone",
        re.compile(
            r"\b(phone number|telephone number|number of|call you|ring you|who to call|who do i call|whom do i call|who should i call|"
            r"numero|telephoner|appeler|joindre|anrufen|telefonnummer|telefono|telefoonnummer)\b"
        ),
        re.compile(r"\+\d[\d ]{7,}|\b\d{2}( \d{2}){4}\b"),
    ),
)


def asked_for(question: str) -> dict[str, frozenset[str]]:
    """The made-up words of what a question asks for, with the words that ask for it."""
    folded = fold(question)
    found = {kind.term: kind.asked.findall(folded) for kind in EVIDENCE}
    return {
        term: frozenset(word for match in matches for word in match.split())
        for term, matches in found.items()
        if matches
    }


def held_in(text: str) -> list[str]:
    """The made-up words of what a text holds."""
    folded = fold(text)
    return [kind.term for kind in EVIDENCE if kind.held.search(folded)]
