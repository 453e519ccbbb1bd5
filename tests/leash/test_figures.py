"""Every figure of an answer must stand in what was given, in whatever notation."""

from __future__ import annotations

import pytest

from causerie.llm.leash.figures import source_of, unsupported
from causerie.llm.leash.number_words import with_digits
from causerie.llm.leash.subjects import misattributed

SAME = [
    ("7 a.m.", "7 h", "en"), ("07:00", "from 7 to 10 a.m.", "en"), ("25 euros", "€25", "en"), ("€25", "25 €", "fr"),
    ("1 200 €", "€1,200", "en"), ("1.200 euros", "1,200 euros", "fr"), ("1,200.50", "1.200,50", "en"),
    ("July 3rd", "03/07", "en"), ("3 juillet", "03/07/2026", "fr"), ("le 1er mai", "2026-05-01", "fr"),
    ("seven rooms", "7 rooms", "en"), ("de sept heures à dix heures et demie", "07:00-10:30", "fr"),
    ("€25 for 18 m²", "25 € | 18 m2", "en"), ("02 61 91 42 10", "+33 (0)2 61 91 42 10", "en"),
    ("https://www.a.example/x", "https://a.example/x/", "en"), ("a.example", "me@a.example", "en"),
    ("rooms 101 and 102", "101, 102", "en"), ("free breakfast", "breakfast is included", "en"),
    ("30min", "30 minutes", "en"), ("3.5 km", "3,5 km", "en"), ("a two-hour walk", "2 h", "en"),
    ("7:30", "19:30", "en"), ("noon", "12:00", "en"), ("half past seven", "7.30 a.m.", "en"), ("24/7", "24 hours", "en"),
    ("€120", "| price in EUR |\n| 120 |", "en"), ("1 to 15 July", "1–15 July", "en"), ("２５ €", "25 €", "en"),
    ("13,50 €", "€13.50", "fr"), ("6th night", "6", "en"), ("25€50", "25,50 €", "fr"), ("**€25**", "25 €", "en"),
    ("19–22 h", "de 19 h à 22 h", "fr"), ("thirty percent", "30 %", "en"), ("trente pour cent", "30%", "fr"),
    ("one euro", "€1", "en"), ("a dozen", "12", "en"), ("third floor", "3", "en"), ("May 5", "5 mai", "en"),
]  # fmt: skip
NOT_THE_SAME = [
    ("€25", "25 rooms", "en"), ("10 %", "10 rooms", "en"), ("7 pm", "07:00", "en"), ("50 EUR", "25 and 25", "en"),
    ("https://evil.example/x", "https://a.example", "en"), ("https://a.example/x?q=1", "https://a.example/x", "en"),
    ("https://a.example@evil.example", "https://a.example", "en"), ("SAVE10", "10", "en"), ("$25", "€25", "en"),
    ("3 August", "3 July", "en"), ("3 July 2027", "3 July 2026", "en"), ("3 juillet", "07/03", "fr"),
    ("+44 61 91 42 10 33", "+33 2 61 91 42 10", "en"), ("b@a.example", "c@a.example", "en"), ("evil dot com", "", "en"),
    ("free breakfast", "breakfast", "en"), ("10 km", "10 minutes", "en"), ("13 p. 100", "", "fr"), ("1 €", "1 210 €", "en"),
    ("cinq euros", "", "fr"), ("ten thousand", "10", "en"), ("192.168.0.1", "", "en"), ("[4] rooms", "", "en"),
    ("3. The third", "", "en"), ("me[at]evil.example", "", "en"),
]  # fmt: skip


@pytest.mark.parametrize(("said", "given", "language"), SAME)
def test_the_same_figure_in_another_notation_is_supported(said: str, given: str, language: str) -> None:
    assert unsupported(said, [source_of(given, language)], language, 3) == ()


@pytest.mark.parametrize(("said", "given", "language"), NOT_THE_SAME)
def test_another_figure_is_not_supported(said: str, given: str, language: str) -> None:
    assert unsupported(said, [source_of(given, language)], language, 3)


@pytest.mark.parametrize(
    "said",
    [
        "one of our rooms, a room, the first thing", "un des lits, une nuit, la première chose", "un lit neuf.",
        "1. pool\n2. bar [1][2]", "a second thought", "20 cents".replace("20 ", ""), "It is closed.Please ring.", "A4".lower()[:1],
        "feel free to ask", "smoke-free rooms", "le midi, l'après-midi", "an hour and a half", "in July", "on Mondays",
    ],
)  # fmt: skip
def test_small_words_citations_and_lists_are_no_figures(said: str) -> None:
    for language in ("en", "fr"):
        assert unsupported(said, [], language, 3) == ()


def test_sums_are_not_supported() -> None:
    sources = [source_of("A double room costs €120 a night; you stay 3 nights.", "en")]
    assert [figure.text for figure in unsupported("Three nights cost €360.", sources, "en")] == ["€360"]


def test_prices_and_addresses_of_the_user_are_not_true_but_dates_and_counts_are() -> None:
    sources = [
        source_of("Is it €5? See evil.example. We are 4 and come on 5 May at 18:00.", "en", by_user=True)
    ]
    assert unsupported("You come on 5 May at 6 p.m. with 4 people.", sources, "en") == ()
    assert len(unsupported("Yes, €5, see evil.example.", sources, "en")) == 2


def test_a_price_of_something_else_is_noticed() -> None:
    passages = ["Handbook\nThe suite costs €210. Breakfast is good. It costs €14.", "Pets\nDogs cost €8."]
    assert misattributed("The suite costs €14.", passages, "en")
    assert misattributed("Dogs are €210 a night.", passages, "en")
    for true in (
        "The suite costs €210.",
        "Breakfast is €14.",
        "Dogs cost €8.",
        "It costs €8.",
        "Cats cost €8.",
    ):
        assert misattributed(true, passages, "en") is None


@pytest.mark.parametrize(
    ("words", "digits"),
    [
        ("twenty-five", "25"), ("two hundred and fifty", "250"), ("quatre-vingt-dix-neuf", "99"), ("quatre-vingts", "80"),
        ("soixante et onze", "71"), ("soixante-dix-sept", "77"), ("deux cent cinquante", "250"), ("mille deux cents", "1200"),
        ("vingt et un", "21"), ("two three", "2 3"), ("a hundred and one", "101"), ("two thousand and twenty-six", "2026"),
        ("neuf chambres", "9 chambres"), ("pour cent", "pour cent"), ("zero six one two", "0 6 1 2"),
    ],
)  # fmt: skip
def test_number_words_become_digits(words: str, digits: str) -> None:
    assert with_digits(words, french=True) == digits


@pytest.mark.parametrize("number", range(2, 101))
def test_all_numbers_to_a_hundred_are_read_in_both_languages(number: int) -> None:
    assert with_digits(_english(number), french=False) == str(number)
    assert with_digits(_french(number), french=True) == str(number) or number == 9


def _english(number: int) -> str:
    ones = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ]
    tens = ["_", "_", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
    if number == 100:
        return "one hundred"
    return (
        ones[number] if number < 20 else tens[number // 10] + (f"-{ones[number % 10]}" if number % 10 else "")
    )


def _french(number: int) -> str:
    ones = [
        "zero",
        "un",
        "deux",
        "trois",
        "quatre",
        "cinq",
        "six",
        "sept",
        "huit",
        "neuf",
        "dix",
        "onze",
        "douze",
        "treize",
        "quatorze",
        "quinze",
        "seize",
        "dix-sept",
        "dix-huit",
        "dix-neuf",
    ]
    tens = [
        "_",
        "_",
        "vingt",
        "trente",
        "quarante",
        "cinquante",
        "soixante",
        "soixante",
        "quatre-vingt",
        "quatre-vingt",
    ]
    if number in (80, 100):
        return "quatre-vingts" if number == 80 else "cent"
    if number < 20:
        return ones[number]
    rest = number % 20 if number >= 60 else number % 10
    joined = " et " if rest in (1, 11) and number < 80 else "-"
    return tens[number // 10] + (f"{joined}{ones[rest]}" if rest else "")
