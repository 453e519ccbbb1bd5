"""The same question soon again is answered from memory."""

from __future__ import annotations

from dataclasses import replace

import pytest

from causerie.llm.cache import AnswerCache
from causerie.llm.completion import Completion, Usage
from causerie.llm.request import Message, Request

from .asking import QUESTION

ANSWER = Completion("From seven to ten.", Usage(7, 0, 4), "m", "stop", 0.5)


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def asked(text: str) -> Request:
    return Request((Message("system", "Be short."), Message("user", text)))


def test_spaces_capitals_and_purpose_make_no_difference(clock: Clock) -> None:
    cache = AnswerCache(clock=clock)
    cache.keep(QUESTION, ANSWER)
    assert cache.find(replace(asked("when  is\nBREAKFAST? "), purpose="rephrase")) == ANSWER


@pytest.mark.parametrize(
    "other",
    [
        asked("When is dinner?"),
        Request(QUESTION.messages[1:]),
        Request(QUESTION.messages, schema={"type": "object"}),
        Request(QUESTION.messages, max_output_tokens=5),
        Request((Message("system", "Be short. When is breakfast?"),)),
        Request((Message("user", "Be short."), Message("user", "When is breakfast?"))),
    ],
)
def test_another_question_is_another(other: Request, clock: Clock) -> None:
    cache = AnswerCache(clock=clock)
    cache.keep(QUESTION, ANSWER)
    assert cache.find(other) is None


def test_a_scope_keeps_answers_apart(clock: Clock) -> None:
    cache = AnswerCache(clock=clock)
    cache.keep(QUESTION, ANSWER, "de")
    assert cache.find(QUESTION, "de") == ANSWER
    assert cache.find(QUESTION, "fr") is None
    assert cache.find(QUESTION) is None


def test_an_answer_is_forgotten_after_its_time(clock: Clock) -> None:
    cache = AnswerCache(seconds=10, clock=clock)
    cache.keep(QUESTION, ANSWER)
    clock.now = 9.9
    assert cache.find(QUESTION) == ANSWER
    clock.now = 10.0
    assert cache.find(QUESTION) is None
    assert len(cache) == 0


def test_answers_used_last_stay_when_room_is_short(clock: Clock) -> None:
    cache = AnswerCache(characters=3 * len(ANSWER.text), clock=clock)
    for name in ("a", "b", "c"):
        cache.keep(asked(name), ANSWER)
    assert cache.find(asked("a")) == ANSWER
    cache.keep(asked("d"), ANSWER)
    assert [cache.find(asked(name)) is not None for name in "abcd"] == [True, False, True, True]
    cache.keep(asked("d"), ANSWER)
    assert len(cache) == 3
    cache.keep(asked("e"), replace(ANSWER, text="long" * 100))
    assert len(cache) == 0
    cache.clear()
    cache.keep(asked("a"), ANSWER)
    assert cache.find(asked("a")) == ANSWER
