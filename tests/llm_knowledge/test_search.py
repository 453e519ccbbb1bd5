"""What is asked is found, by its words, near ones, and those that stand for them; what is not there is declined."""

from __future__ import annotations

import json
import subprocess
import sys

import numpy as np
import pytest

from benchmarks.knowledge.made import made_passages, made_questions
from causerie.llm.knowledge import Knowledge, Passage, answerable

EN = [
    Passage(
        "h.md#pool-1", "h.md", ("Hotel", "Pool"), "The pool is heated and free. It is open from 9 a.m.", "en"
    ),
    Passage("h.md#cars-1", "h.md", ("Hotel", "Parking"), "A space in the courtyard is €12 a night.", "en"),
    Passage(
        "h.md#rooms-1", "h.md", ("Hotel", "Rooms"), "- single: low season €68\n- double: low season €92", "en"
    ),
    Passage("h.md#bar-1", "h.md", ("Hotel", "Bar"), "We serve cider and galettes until late.", "en"),
]
FR = [
    Passage(
        "h.fr.md#piscine-1", "h.fr.md", ("Hôtel", "Piscine"), "La piscine est chauffée et gratuite.", "fr"
    ),
    Passage("h.fr.md#animaux-1", "h.fr.md", ("Hôtel", "Animaux"), "Les chiens sont les bienvenus.", "fr"),
]


@pytest.fixture
def knowledge() -> Knowledge:
    known = Knowledge()
    known.learn([*EN, *FR])
    return known


def first(knowledge: Knowledge, question: str, language: str | None = None) -> str:
    return knowledge.search(question, language=language)[0].passage.id


@pytest.mark.parametrize(
    ("question", "passage"),
    [
        ("is the pool heated?", "h.md#pool-1"),
        ("Is the POOLS' heating on?", "h.md#pool-1"),
        ("are galetes served", "h.md#bar-1"),
        ("can we swim for free", "h.md#pool-1"),
        ("price of a double", "h.md#rooms-1"),
        ("la piscine est-elle chauffee", "h.fr.md#piscine-1"),
        ("mon toutou peut-il venir", "h.fr.md#animaux-1"),
    ],
)
def test_the_right_passage_comes_first(knowledge: Knowledge, question: str, passage: str) -> None:
    found = knowledge.search(question)
    assert found[0].passage.id == passage
    assert answerable(found)


@pytest.mark.parametrize(
    "question",
    [
        "who won the world cup in 1998",
        "do you have a helicopter",
        "qui est le président",
        "",
        "   ",
        "???",
        "the of and",
    ],
)
def test_what_is_not_in_it_is_declined(knowledge: Knowledge, question: str) -> None:
    assert not answerable(knowledge.search(question))


def test_the_asked_language_comes_first_and_another_only_where_nothing_fits(knowledge: Knowledge) -> None:
    assert first(knowledge, "piscine", "fr") == "h.fr.md#piscine-1"
    assert {found.passage.language for found in knowledge.search("pool", language="en")} == {"en"}
    assert first(knowledge, "galettes, cider", "fr") == "h.md#bar-1"
    assert first(knowledge, "galettes, cider", "fr-CA") == "h.md#bar-1"
    assert first(knowledge, "pool", "de") == "h.md#pool-1"


def test_passages_in_no_known_language_are_always_looked_at() -> None:
    known = Knowledge()
    known.learn([*EN, Passage("codes.txt#top-1", "codes.txt", (), "XK-99 Glycines-Guests", None)])
    assert first(known, "what is XK-99", "en") == "codes.txt#top-1"


def test_nothing_known_finds_nothing() -> None:
    known = Knowledge()
    assert known.search("anything") == []
    known.learn([])
    assert known.search("anything") == []
    assert len(known) == 0


def test_learning_again_forgets_what_was_known(knowledge: Knowledge) -> None:
    knowledge.learn(FR)
    assert len(knowledge) == 2
    assert not answerable(knowledge.search("galettes and cider"))


def test_at_most_so_many_are_found_the_best_first(knowledge: Knowledge) -> None:
    found = knowledge.search("is the pool open, and is there parking at the bar", 2)
    assert len(found) == 2
    assert found[0].score >= found[1].score
    assert all(0 <= one.confidence <= 1 for one in found)


def test_a_project_s_synonyms_count() -> None:
    known = Knowledge()
    known.learn(EN)
    assert not answerable(known.search("la baille"))
    known.learn(EN, {"baille": "pool"})
    assert first(known, "la baille", "en") == "h.md#pool-1"


def test_asked_questions_are_searched() -> None:
    asked = Passage(
        "utter_faq/x#en-1", "domain.yml", ("x",), "Until 11 a.m.", "en", asked=("when do we vacate",)
    )
    known = Knowledge()
    known.learn([*EN, asked])
    assert first(known, "when must we vacate") == "utter_faq/x#en-1"


def test_a_page_that_says_what_an_answer_says_is_found_by_its_questions_too() -> None:
    text = "Luggage is kept for free in a locked room beside the reception."
    answer = Passage("utter_faq/x#en-1", "domain.yml", ("x",), text, "en", asked=("where can my kist stay",))
    page = Passage("h.md#x-1", "h.md", ("Luggage",), text + " Ask for the receipt.", "en")
    known = Knowledge()
    known.learn([*EN, answer, page])
    assert {found.passage.id for found in known.search("my kist", 2)} == {answer.id, page.id}


def test_a_page_lends_its_notes_to_no_other() -> None:
    text = "Luggage is kept for free in a locked room beside the reception."
    noted = Passage("h.md#x-1", "h.md", ("Luggage",), text, "en", asked=("where can my kist stay",))
    known = Knowledge()
    known.learn([*EN, noted, Passage("g.md#y-1", "g.md", ("Bags",), text, "en")])
    assert known.search("my kist", 1)[0].passage == noted
    assert not any(found.passage.source == "g.md" for found in known.search("my kist"))


def test_one_word_that_nothing_meets_weighs_more_than_many_small_ones() -> None:
    known = Knowledge()
    known.learn(EN)
    heated, kayak = (
        known.search(question)[0].confidence for question in ("is the pool heated", "is the pool kayak")
    )
    assert heated > kayak


def test_state_survives_json_and_arrays(knowledge: Knowledge) -> None:
    arrays: list[np.ndarray] = []
    index = json.loads(json.dumps(taken_out(knowledge.state(), arrays)))
    other = Knowledge()
    other.load(put_back(index, arrays))
    for question in ("is the pool heated", "mon toutou", "are galetes served", "nothing of this"):
        assert other.search(question) == knowledge.search(question)


def test_vectors_find_what_shares_no_word_and_survive_the_state() -> None:
    def embed(texts):
        return np.array(
            [[float("cider" in text), float("apple" in text or "cider" in text), 0.0] for text in texts]
        )

    known = Knowledge(embed)
    known.learn(EN)
    assert first(known, "something of apples", "en") == "h.md#bar-1"
    arrays: list[np.ndarray] = []
    index = json.loads(json.dumps(taken_out(known.state(), arrays)))
    other = Knowledge(embed)
    other.load(put_back(index, arrays))
    assert first(other, "something of apples", "en") == "h.md#bar-1"


def taken_out(value, arrays):
    if isinstance(value, np.ndarray):
        assert value.dtype != object
        arrays.append(value)
        return {"$array": len(arrays) - 1}
    if isinstance(value, dict):
        return {key: taken_out(item, arrays) for key, item in value.items()}
    return [taken_out(item, arrays) for item in value] if isinstance(value, list) else value


def put_back(value, arrays):
    if isinstance(value, dict):
        if set(value) == {"$array"}:
            return arrays[value["$array"]]
        return {key: put_back(item, arrays) for key, item in value.items()}
    return [put_back(item, arrays) for item in value] if isinstance(value, list) else value


def test_the_same_passages_give_the_same_state(knowledge: Knowledge) -> None:
    other = Knowledge()
    other.learn([*EN, *FR])
    first_arrays: list[np.ndarray] = []
    second_arrays: list[np.ndarray] = []
    assert taken_out(knowledge.state(), first_arrays) == taken_out(other.state(), second_arrays)
    assert [array.tobytes() for array in first_arrays] == [array.tobytes() for array in second_arrays]


@pytest.mark.slow
def test_ten_thousand_passages_are_searched() -> None:
    passages = made_passages(10_000)
    known = Knowledge()
    known.learn(passages)
    right = 0
    for passage, question in zip(
        passages[:30], [made_questions([one], 1)[0] for one in passages[:30]], strict=True
    ):
        right += passage in [found.passage for found in known.search(question, language="en")]
    assert right >= 20


def test_a_very_long_question_is_answered_too(knowledge: Knowledge) -> None:
    assert knowledge.search("pool " * 20_000 + "x" * 100_000)[0].passage.id == "h.md#pool-1"


def test_serving_imports_no_parser_and_no_scikit_learn() -> None:
    code = (
        "import sys, causerie.llm.knowledge; "
        "print(sorted({'sklearn', 'markdown_it', 'pypdf', 'html.parser', 'yaml'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
