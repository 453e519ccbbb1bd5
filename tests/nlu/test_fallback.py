from __future__ import annotations

import pytest

from causerie.nlu.classifiers.fallback import FallbackClassifier
from causerie.nlu.message import IntentScore, Message


def after(scores: list[tuple[str, float]], **options: float) -> Message:
    ranking = [IntentScore(*score) for score in scores]
    message = Message("text", intent=ranking[0] if ranking else None, ranking=ranking)
    FallbackClassifier({**FallbackClassifier.defaults, **options}).process(message)
    return message


def test_a_sure_intent_stays():
    message = after([("greet", 0.8), ("bye", 0.2)])
    assert message.intent == IntentScore("greet", 0.8)
    assert len(message.ranking) == 2


def test_below_the_threshold_the_fallback_stands_first_with_the_threshold_as_its_confidence():
    message = after([("greet", 0.29), ("bye", 0.1)])
    assert message.intent == IntentScore("nlu_fallback", 0.3)
    assert [score.name for score in message.ranking] == ["nlu_fallback", "greet", "bye"]


def test_the_threshold_itself_is_enough():
    assert after([("greet", 0.3), ("bye", 0.0)]).intent.name == "greet"


@pytest.mark.parametrize(("second", "intent"), [(0.41, "nlu_fallback"), (0.39, "greet")])
def test_two_close_intents_are_ambiguous(second, intent):
    assert after([("greet", 0.5), ("bye", second)]).intent.name == intent


def test_without_an_intent_it_falls_back():
    message = after([])
    assert [score.name for score in message.ranking] == ["nlu_fallback"]
