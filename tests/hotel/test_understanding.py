"""What the hotel understands of questions it was not taught, and what it refuses."""

from __future__ import annotations

import asyncio

import pytest

from causerie.training.model import Model
from tests.hotel.questions import examples, in_scope, likeness, out_of_scope, words

TURNED_AWAY = ("nlu_fallback", "out_of_scope")
ALIKE = 0.75


def unseen() -> list[str]:
    return [text for found in (in_scope(), out_of_scope()) for texts in found.values() for text in texts]


def taken_for(model: Model, texts: list[str]) -> list[str]:
    async def ask() -> list[str]:
        assert model.pipeline is not None
        return [(await model.pipeline.parse_data(text))["intent"]["name"] for text in texts]

    return asyncio.run(ask())


def test_there_are_two_hundred_questions_of_each_kind_and_half_are_french() -> None:
    assert {language: len(texts) for language, texts in out_of_scope().items()} == {"en": 100, "fr": 100}
    assert sum(len(texts) for texts in in_scope().values()) == 200
    assert set(in_scope()) == set(examples()) - {"out_of_scope"}
    assert len(set(unseen())) == 400


def test_no_question_is_an_example_nor_nearly_one() -> None:
    taught = [(line, words(line)) for lines in examples().values() for line in lines]
    near = [
        (text, line) for text in unseen() for line, said in taught if likeness(words(text), said) >= ALIKE
    ]
    assert near == []


@pytest.mark.slow
def test_what_is_none_of_the_hotels_business_is_recognised(model: Model) -> None:
    texts = [text for texts in out_of_scope().values() for text in texts]
    found = taken_for(model, texts)
    let_in = [(text, intent) for text, intent in zip(texts, found, strict=True) if intent not in TURNED_AWAY]
    assert len(let_in) <= 0.10 * len(texts), let_in


@pytest.mark.slow
def test_what_guests_ask_is_not_turned_away(model: Model) -> None:
    texts = [text for texts in in_scope().values() for text in texts]
    found = taken_for(model, texts)
    lost = [text for text, intent in zip(texts, found, strict=True) if intent in TURNED_AWAY]
    assert len(lost) <= 0.05 * len(texts), lost


@pytest.mark.slow
def test_what_guests_ask_gets_the_right_intent(model: Model) -> None:
    pairs = [(text, intent.partition("/")[0]) for intent, texts in in_scope().items() for text in texts]
    found = taken_for(model, [text for text, _ in pairs])
    wrong = [(*pair, intent) for pair, intent in zip(pairs, found, strict=True) if pair[1] != intent]
    assert len(wrong) <= 0.10 * len(pairs), wrong
