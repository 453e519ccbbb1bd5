from __future__ import annotations

import json
import subprocess
import sys

import numpy as np
import pytest

from causerie.errors import ComponentError
from causerie.nlu.linear.folds import stratified_folds
from causerie.nlu.linear.model import best_temperature, softmax
from causerie.training_data import Example, NluData

from .conftest import DEFAULT_PIPELINE, MOODBOT, Entry, said

FEATURES: list[str | Entry] = ["WhitespaceTokenizer", "CountVectorsFeaturizer"]


@pytest.mark.parametrize("name", ["LogisticRegressionClassifier", "SklearnIntentClassifier"])
async def test_classifiers_over_features_learn_the_examples(train, name):
    pipeline = train(
        [*FEATURES, Entry("CountVectorsFeaturizer", {"analyzer": "char_wb", "max_ngram": 3}), name],
        NluData(MOODBOT),
    )
    right = [(await pipeline.parse(example.text)).intent.name == example.intent for example in MOODBOT]
    assert sum(right) >= 0.95 * len(right)
    ranking = (await pipeline.parse("hello there")).ranking
    assert sum(score.confidence for score in ranking) == pytest.approx(1.0)
    assert [s.confidence for s in ranking] == sorted((s.confidence for s in ranking), reverse=True)


@pytest.mark.parametrize(
    "name", ["LogisticRegressionClassifier", "SklearnIntentClassifier", "DIETClassifier"]
)
@pytest.mark.parametrize("intents", [{"only": ["one", "two"]}, {"one": ["yes"], "two": ["no"]}])
async def test_one_or_two_intents_are_enough(train, name, intents):
    message = await train([*FEATURES, name], NluData(said(**intents))).parse("yes one")
    assert message.intent.name in intents


@pytest.mark.parametrize(
    "name", ["LogisticRegressionClassifier", "SklearnIntentClassifier", "DIETClassifier"]
)
async def test_examples_without_intents_teach_nothing(train, name):
    pipeline = train([*FEATURES, name], NluData((Example("text alone"), Example("", "empty"))))
    assert (await pipeline.parse_data("text"))["intent"] == {"name": None, "confidence": 0.0}


def test_an_unknown_solver_is_refused(train):
    with pytest.raises(ComponentError, match="solver"):
        train([*FEATURES, Entry("LogisticRegressionClassifier", {"solver": "magic"})], NluData(MOODBOT))


async def test_a_ranking_has_the_length_asked_for(train):
    short = Entry("DIETClassifier", {"ranking_length": 2, "renormalize_confidences": True})
    ranking = (await train(["WhitespaceTokenizer", short], NluData(MOODBOT)).parse("hello there")).ranking
    assert len(ranking) == 2
    assert sum(score.confidence for score in ranking) == pytest.approx(1.0)
    whole = Entry("DIETClassifier", {"ranking_length": 0})
    assert len((await train(["WhitespaceTokenizer", whole], NluData(MOODBOT)).parse("hello")).ranking) == 7


async def test_case_punctuation_and_a_slip_do_not_matter(train):
    pipeline = train(DEFAULT_PIPELINE, NluData(MOODBOT))
    for text, intent in (("HELLO!!", "greet"), ("are you a bott", "bot_challenge"), ("goodby", "goodbye")):
        assert (await pipeline.parse(text)).intent.name == intent


async def test_unknown_words_lower_the_confidence(train):
    pipeline = train(["WhitespaceTokenizer", "DIETClassifier"], NluData(MOODBOT))
    known, diluted = [
        (await pipeline.parse(text)).intent for text in ("good morning", "good morning zyxwv qqqq")
    ]
    assert diluted.confidence < known.confidence
    assert (await pipeline.parse("zyxwv qqqq")).intent.confidence < 0.3


def test_folds_spread_each_label_evenly():
    labels = [0] * 10 + [1] * 5 + [2]
    folds = stratified_folds(labels, 5, seed=1)
    assert [sum(folds[:10] == fold) for fold in range(5)] == [2] * 5
    assert sorted(folds[10:15]) == [0, 1, 2, 3, 4]


def test_the_temperature_rises_with_the_mistakes():
    scores = np.tile([1.0, -1.0], (100, 1))
    right, often_wrong = np.zeros(100, dtype=np.int32), np.array([0, 0, 1] * 33 + [0], dtype=np.int32)
    assert best_temperature(scores, right) < best_temperature(scores, often_wrong)
    assert softmax(scores / best_temperature(scores, often_wrong))[0, 0] == pytest.approx(2 / 3, abs=0.05)


SERVE = """
import asyncio, json, sys
from causerie.nlu import Pipeline
import numpy as np
def arrays(value):
    if isinstance(value, dict):
        if "__array__" in value:
            return np.array(value["__array__"], dtype=value["dtype"])
        return {key: arrays(item) for key, item in value.items()}
    return [arrays(item) for item in value] if isinstance(value, list) else value
pipeline = Pipeline.load(arrays(json.load(sys.stdin)))
assert asyncio.run(pipeline.parse("hello")).intent.name == "greet"
print(sorted({name.partition(".")[0] for name in sys.modules} & {"sklearn", "scipy", "spacy", "jieba"}))
"""


def test_serving_needs_no_training_library(train):
    def plain(value):
        if isinstance(value, dict):
            return {key: plain(item) for key, item in value.items()}
        if isinstance(value, np.ndarray):
            return {"__array__": value.tolist(), "dtype": str(value.dtype)}
        return [plain(item) for item in value] if isinstance(value, list | tuple) else value

    state = json.dumps(plain(train(DEFAULT_PIPELINE, NluData(MOODBOT)).state()))
    served = subprocess.run(
        [sys.executable, "-c", SERVE], input=state, text=True, capture_output=True, check=True
    )
    assert served.stdout.strip() == "[]"
