"""Without a GPT the best passage's own sentences answer, word for word, or nothing does."""

from __future__ import annotations

import pytest

from causerie.llm.knowledge import Knowledge, Passage, extract
from causerie.llm.knowledge.sentences import sentences, units

PAGES = [
    Passage(
        "h.md#days-1",
        "h.md",
        ("The last day",),
        "The doors of the house are opened at dawn by the baker, who brings bread. "
        "Rooms are to be left by 11 a.m. on the last day, please. "
        "A late check-out until 1 p.m. costs €25 and depends on the next booking. "
        "The museum of the village shows old nets, boats, lamps and the costumes of fishermen.",
        "en",
    ),
    Passage(
        "h.md#prices-1",
        "h.md",
        ("Prices",),
        "- single: low €68, high €98\n- suite: low €165, high €240",
        "en",
    ),
    Passage("h.fr.md#bar-1", "h.fr.md", ("Bar",), "Le bar sert du cidre.", "fr"),
    Passage("h.md#bar-1", "h.md", ("Bar",), "The bar serves cider.", "en"),
]


@pytest.fixture
def knowledge() -> Knowledge:
    known = Knowledge()
    known.learn(PAGES)
    return known


def test_the_sentences_that_answer_are_quoted(knowledge: Knowledge) -> None:
    question = "how much is a late check-out"
    answer = extract(question, knowledge.search(question))
    assert answer is not None
    assert answer.text == "A late check-out until 1 p.m. costs €25 and depends on the next booking."
    assert answer.passages == (PAGES[0],)
    assert all(sentence in PAGES[0].text for sentence in answer.sentences)


def test_a_row_is_quoted_whole_and_without_its_dash(knowledge: Knowledge) -> None:
    question = "price of the suite in high season"
    answer = extract(question, knowledge.search(question))
    assert answer is not None
    assert "suite: low €165, high €240" in answer.text


def test_at_most_three_sentences_are_quoted(knowledge: Knowledge) -> None:
    question = "rooms left last day late check-out next booking doors house museum"
    answer = extract(question, knowledge.search(question))
    assert answer is not None
    assert 1 <= len(answer.sentences) <= 3


def test_what_is_not_known_is_not_answered(knowledge: Knowledge) -> None:
    for question in ("who is the king of spain", "", "do you rent kayaks"):
        assert extract(question, knowledge.search(question)) is None
    assert extract("anything", []) is None


def test_a_likely_passage_in_the_wished_language_is_taken(knowledge: Knowledge) -> None:
    found = [*knowledge.search("the bar serves cider"), *knowledge.search("le bar sert du cidre")]
    answer = extract("bar", found, "fr")
    assert answer is not None
    assert answer.text == "Le bar sert du cidre."


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Open from 7 a.m. to 10 p.m. Ring the bell.", 2),
        ("It costs €1.50 per adult, i.e. not much. Really!", 2),
        ("Dr. Morvan lives at St. Aubert. Call him.", 2),
        ("Ouvert ? Oui ! « Entrez. » Merci.", 4),
        ("One", 1),
        ("", 0),
        ("...", 1),
        ("Version 2.0 is out. 3 people came.", 2),
    ],
)
def test_sentences_end_where_people_end_them(text: str, count: int) -> None:
    assert len(sentences(text)) == count, sentences(text)


def test_units_are_sentences_items_and_rows() -> None:
    assert units("One. Two.\n- a row: 1. And more.\n\nThree.") == [
        "One.",
        "Two.",
        "- a row: 1. And more.",
        "Three.",
    ]
