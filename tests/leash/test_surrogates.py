"""Personal values are told as others, and come back."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from causerie.llm.leash.surrogates import Revealing, Surrogates

PHONES = [
    "+33 6 12 34 56 78",
    "06 12 34 56 78",
    "0612345678",
    "06.12.34.56.78",
    "(415) 555-2671",
    "+44 20 7946 0958",
    "020 7946 0958",
    "00 33 6 12 34 56 78".replace("00 33", "0033"),
    "+49 (0)30 123456",
]
IBANS = [
    "FR76 3000 6000 0112 3456 7890 189",
    "FR7630006000011234567890189",
    "DE89 3704 0044 0532 0130 00",
    "gb82 west 1234 5698 7654 32",
]
CARDS = ["4111 1111 1111 1111", "4111111111111111", "5500-0000-0000-0004"]
EMAILS = ["marie@curie.fr", "Marie@Curie.FR", "j.o-e+x@mail.example.org"]
NAMES = ["Marie Curie", "marie curie", "MARIE CURIE", "Curie", "Marie  Curie", "Marie"]
PERSONAL = [*PHONES, *IBANS, *CARDS, *EMAILS, *NAMES]
VALUES = {"name": "Marie Curie"}
NOT_PERSONAL = [
    "€1,200.50", "03/07/2026", "3 July 2026", "2026-07-03", "room 309", "booking AB12345", "1 200 000 000 habitants",
    "from 7 to 10 a.m.", "01.02.2026 10:30", "12 quai des Glycines, 22999", "order 100200300", "4111 1111 1111 1112",
]  # fmt: skip


@pytest.mark.parametrize("value", PERSONAL)
def test_a_personal_value_is_not_told_and_comes_back(value: str) -> None:
    surrogates = Surrogates(values=VALUES)
    told = surrogates.conceal(f"Please write to {value}, thanks.")
    assert value not in told
    assert told.startswith("Please write to ")
    assert told.endswith(", thanks.")
    assert surrogates.reveal(told) == f"Please write to {value}, thanks."


@pytest.mark.parametrize("text", NOT_PERSONAL)
def test_prices_dates_rooms_and_references_stay(text: str) -> None:
    assert Surrogates().conceal(text) == text


def test_the_same_value_has_the_same_surrogate_and_others_have_others() -> None:
    surrogates = Surrogates()
    one, two, again = (surrogates.conceal(text) for text in ("a@b.fr", "c@d.fr", "a@b.fr"))
    assert one == again == "guest1@example.com"
    assert two == "guest2@example.com"


def test_other_ways_to_write_a_value_are_ways_to_write_its_surrogate() -> None:
    surrogates = Surrogates()
    assert surrogates.conceal("+33 6 12 34 56 78") == "+33 1 99 00 00 01"
    assert surrogates.conceal("06.12.34.56.78") == "01.99.00.00.01"


def test_a_name_is_a_natural_one_and_its_parts_are_parts_of_it() -> None:
    surrogates = Surrogates(values=VALUES)
    assert surrogates.conceal("I am Marie Curie. Mrs Curie!") == "I am Alex Martin. Mrs Martin!"
    assert surrogates.reveal("Dear Mrs Martin, dear alex") == "Dear Mrs Curie, dear Marie"


def test_what_stands_in_the_projects_passages_is_not_personal() -> None:
    surrogates = Surrogates(own=["Call +33 2 61 91 42 10 or bonjour@lesglycines.example."])
    text = "Is 02 61 91 42 10 right? And Bonjour@lesglycines.example?"
    assert surrogates.conceal(text) == text


@pytest.mark.parametrize(
    "said", ["+33 1 99 00 00 01", "+33199000001", "01 99 00 00 01", "01.99.00.00.01", "+33 (0)1 99-00-00-01"]
)
def test_a_number_that_the_gpt_writes_otherwise_comes_back(said: str) -> None:
    surrogates = Surrogates()
    surrogates.conceal("+33 6 12 34 56 78")
    assert surrogates.reveal(f"We call {said}.") == "We call +33 6 12 34 56 78."


def test_who_writes_like_a_surrogate_is_not_taken_for_it() -> None:
    surrogates = Surrogates(values=VALUES)
    first = surrogates.conceal("Marie Curie and a@b.fr")
    text = "Alex Martin, guest1@example.com and Martin met Marie Curie."
    told = surrogates.conceal(text)
    assert surrogates.reveal(told) == text
    assert surrogates.reveal(first) == "Marie Curie and a@b.fr"


words = st.sampled_from(
    [
        *PERSONAL,
        *NOT_PERSONAL,
        "Alex",
        "Alex Martin",
        "guest1@example.com",
        "+33 1 99 00 00 01",
        "hello",
        ".",
        "’s",
        "é",
        "\n",
    ]
)
texts = st.lists(words, max_size=12).map(" ".join) | st.text(max_size=60)


@settings(max_examples=300, deadline=None)
@given(st.lists(texts, min_size=1, max_size=4))
def test_what_is_concealed_is_revealed_whole(turns: list[str]) -> None:
    surrogates = Surrogates(values=VALUES)
    told = [surrogates.conceal(text) for text in turns]
    assert [surrogates.reveal(text) for text in told[-1:]] == turns[-1:]
    again = [surrogates.conceal(text) for text in turns]
    assert [surrogates.reveal(text) for text in again] == turns


@settings(max_examples=300, deadline=None)
@given(texts)
def test_nothing_personal_is_left(text: str) -> None:
    told = Surrogates(values=VALUES).conceal(text)
    for value in PERSONAL:
        if value[:3].lower() not in ("mar", "cur") or "@" in value:
            assert value not in told
    assert "curie" not in told.lower().split()


@settings(max_examples=300, deadline=None)
@given(texts, st.lists(st.integers(1, 9), max_size=200))
def test_a_stream_is_revealed_like_a_whole(text: str, lengths: list[int]) -> None:
    surrogates = Surrogates(values=VALUES)
    told = surrogates.conceal(text)
    revealing, said, place = Revealing(surrogates), [], 0
    for length in lengths:
        said.append(revealing.feed(told[place : place + length]))
        place += length
    said += [revealing.feed(told[place:]), revealing.end()]
    assert "".join(said) == surrogates.reveal(told) == text


@settings(max_examples=200, deadline=None)
@given(st.text(min_size=1, max_size=12), st.text(max_size=40))
def test_any_value_of_a_slot_comes_back(value: str, around: str) -> None:
    surrogates = Surrogates(values={"slot": value})
    text = f"{around} {value} {around}"
    assert surrogates.reveal(surrogates.conceal(text)) == text
