"""A component is trained again when, and only when, something it learns from has changed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from causerie.nlu import Pipeline
from causerie.training_data import Example, NluData, Regex

from .conftest import DEFAULT_PIPELINE, MOODBOT, Entry, annotated, said

FAQ = said(
    faq__hours=["when do you open", "opening hours"], faq__price=["how much is it", "what does it cost"]
)
CITIES = (
    annotated("I live in Rome", "live", ("Rome", "city")),
    annotated("Oslo is home", "live", ("Oslo", "city")),
)
DATA = NluData((*MOODBOT, *FAQ, *CITIES), {"NYC": "New York"}, (Regex("zip", "[0-9]{5}"),))


class Trained:
    """Trains again from what was trained before, and tells which components that took."""

    def __init__(self, train, entries=DEFAULT_PIPELINE, data=DATA) -> None:
        self.train, self.entries, self.data = train, entries, data
        self.pipeline: Pipeline = train(entries, data)

    def again(self, entries=None, data=None, previous=None, **more) -> set[str]:
        lines: list[str] = []
        before = previous or self.pipeline
        data = data or self.data
        found = self.train(entries or self.entries, data, progress=lines.append, previous=before, **more)
        self.after = found
        return {line.removeprefix("training ") for line in lines if line.startswith("training ")}


def assert_same(one: Pipeline, other: Pipeline) -> None:
    np.testing.assert_equal(one.state(), other.state())


@pytest.fixture
def trained(train) -> Trained:
    return Trained(train)


def test_nothing_changed_nothing_is_trained(trained):
    assert trained.again() == set()
    assert_same(trained.after, trained.pipeline)


def test_a_loaded_model_is_taken_over_too(trained):
    loaded = Pipeline.load(trained.pipeline.state())
    assert trained.again(previous=loaded) == set()


def test_a_threshold_trains_the_fallback_alone(trained):
    entries = [*DEFAULT_PIPELINE[:-1], Entry("FallbackClassifier", {"threshold": 0.7})]
    assert trained.again(entries) == {"FallbackClassifier"}


def test_a_synonym_trains_the_mapper_alone(trained):
    data = replace(trained.data, synonyms={"NYC": "New York", "LA": "Los Angeles"})
    assert trained.again(data=data) == {"EntitySynonymMapper"}


def test_a_pattern_trains_what_reads_patterns(trained):
    data = replace(trained.data, regexes=(Regex("zip", "[0-9]{4}"),))
    assert trained.again(data=data) == {"RegexFeaturizer", "DIETClassifier", "ResponseSelector"}


def test_an_example_trains_what_reads_texts(trained):
    data = replace(trained.data, examples=(*trained.data.examples, Example("howdy", "greet")))
    assert trained.again(data=data) == {"DIETClassifier", "EntitySynonymMapper", "ResponseSelector"}


async def test_what_is_trained_again_is_as_trained_anew(trained, train):
    data = replace(trained.data, examples=(*trained.data.examples, Example("howdy partner", "greet")))
    trained.again(data=data)
    assert_same(trained.after, train(DEFAULT_PIPELINE, data))
    assert (await trained.after.parse_data("howdy partner"))["intent"]["name"] == "greet"


def test_another_tokenizer_trains_all_that_reads_tokens(trained):
    entries = [Entry("WhitespaceTokenizer", {"intent_tokenization_flag": True}), *DEFAULT_PIPELINE[1:]]
    assert {"WhitespaceTokenizer", "DIETClassifier"} <= trained.again(entries)


def test_another_seed_or_language_trains_anew(trained):
    assert "DIETClassifier" in trained.again(seed=1)
    assert "DIETClassifier" in trained.again(language="fr")


def test_a_featurizer_that_was_idle_is_trained_once_it_is_read(train):
    data = NluData(MOODBOT)
    trained = Trained(train, ["WhitespaceTokenizer", "CountVectorsFeaturizer", "DIETClassifier"], data)
    entries = [*trained.entries, "LogisticRegressionClassifier"]
    assert trained.again(entries) == {"CountVectorsFeaturizer", "LogisticRegressionClassifier"}


def test_a_component_of_ones_own_is_trained_when_its_code_changes(train, tmp_path: Path, monkeypatch):
    code = (
        "class Shout:\n"
        "    defaults = {}\n"
        "    def __init__(self, config): self.n = NUMBER\n"
        "    def train(self, messages, context): pass\n"
        "    def process(self, message): message.output['n'] = self.n\n"
        "    def state(self): return {}\n"
        "    def load(self, state): pass\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    module = tmp_path / "own_shouting.py"
    module.write_text(code.replace("NUMBER", "1"))
    entries = ["WhitespaceTokenizer", "DIETClassifier", Entry("own_shouting.Shout")]
    trained = Trained(train, entries, NluData(MOODBOT))
    assert trained.again() == set()
    module.write_text(code.replace("NUMBER", "2"))
    assert trained.again() == {"own_shouting.Shout"}
