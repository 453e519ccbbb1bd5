"""A few changed examples are known at once; the rest is answered as before."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from causerie.domain import Domain
from causerie.nlu import Pipeline
from causerie.nlu.adjusting import MOST_CHANGES, adjust
from causerie.training_data import Example, NluData, Regex

from .conftest import DEFAULT_PIPELINE, MOODBOT, annotated, said

FAQ = said(
    faq__hours=["when do you open", "opening hours", "how late are you open"],
    faq__price=["how much is it", "what does it cost", "is it expensive"],
)
HOMES = (
    annotated("I live in Rome", "live", ("Rome", "city")),
    annotated("my home is in Oslo", "live", ("Oslo", "city")),
    annotated("Lima is where I live", "live", ("Lima", "city")),
)
DATA = NluData((*MOODBOT, *FAQ, *HOMES))


@pytest.fixture(scope="module", params=["en", "fr"])
def pipeline(request) -> Pipeline:
    """With a table of word vectors, and without."""
    entries = [
        entry if not isinstance(entry, str) else type(DEFAULT_PIPELINE[-1])(entry)
        for entry in DEFAULT_PIPELINE
    ]
    return Pipeline.train(entries, DATA, language=request.param)


def with_examples(*new: Example, without: tuple[str, ...] = ()) -> NluData:
    kept = tuple(example for example in DATA.examples if example.text not in without)
    return replace(DATA, examples=(*kept, *new))


def adjusted(pipeline: Pipeline, data: NluData) -> Pipeline:
    found = adjust(pipeline, DATA, data, Domain())
    assert found is not None
    return found


async def intent(pipeline: Pipeline, text: str) -> str | None:
    return (await pipeline.parse_data(text))["intent"]["name"]


async def test_a_new_example_is_understood(pipeline):
    found = adjusted(pipeline, with_examples(Example("what ho old chap", "greet")))
    assert await intent(pipeline, "what ho old chap") != "greet"
    assert await intent(found, "what ho old chap") == "greet"


async def test_an_example_of_an_intent_that_is_new_is_understood(pipeline):
    found = adjusted(pipeline, with_examples(Example("play the trumpet", "music")))
    parsed = await found.parse_data("play the trumpet")
    assert parsed["intent"]["name"] == "music"
    assert parsed["intent"]["confidence"] > 0.5


async def test_an_example_that_moves_to_another_intent_goes_with_it(pipeline):
    data = with_examples(Example("super sad", "goodbye"), without=("super sad",))
    assert await intent(adjusted(pipeline, data), "super sad") == "goodbye"


async def test_what_was_known_is_known_still(pipeline):
    found = adjusted(
        pipeline, with_examples(Example("what ho old chap", "greet"), Example("play it", "music"))
    )
    same = [await intent(pipeline, e.text) == await intent(found, e.text) for e in DATA.examples]
    assert np.mean(same) > 0.97


async def test_the_pipeline_that_was_adjusted_stays_as_it_is(pipeline):
    before = pipeline.state()
    adjusted(pipeline, with_examples(Example("what ho old chap", "greet")))
    np.testing.assert_equal(pipeline.state(), before)


async def test_a_new_question_of_a_retrieval_intent_gets_its_answer(pipeline):
    found = adjusted(pipeline, with_examples(Example("do I need a fat wallet", "faq/price")))
    parsed = await found.parse_data("do I need a fat wallet")
    assert parsed["intent"]["name"] == "faq"
    assert parsed["response_selector"]["default"]["response"]["intent_response_key"] == "faq/price"


async def test_a_new_value_of_an_entity_is_found(pipeline):
    example = annotated("I live in Ouagadougou", "live", ("Ouagadougou", "city"))
    found = await adjusted(pipeline, with_examples(example)).parse_data("I live in Ouagadougou")
    assert [(e["entity"], e["value"]) for e in found["entities"]] == [("city", "Ouagadougou")]


async def test_synonyms_hold_at_once(pipeline):
    data = replace(DATA, synonyms={"the eternal city": "Rome", "rome": "Roma"})
    found = await adjusted(pipeline, data).parse_data("I live in Rome")
    assert [e["value"] for e in found["entities"]] == ["Roma"]


def test_what_was_only_adjusted_is_trained_in_the_next_training(pipeline):
    data = with_examples(Example("what ho old chap", "greet"))
    found = adjusted(pipeline, data)
    lines: list[str] = []
    entries = list(pipeline.steps)
    Pipeline.train(entries, data, language=pipeline.language, previous=found, progress=lines.append)
    trained = {line.removeprefix("training ") for line in lines if line.startswith("training ")}
    assert {"DIETClassifier", "ResponseSelector"} <= trained
    assert "WhitespaceTokenizer" not in trained


def test_a_mistake_in_a_pattern_is_told(pipeline):
    with pytest.raises(Exception, match="no regular expression"):
        adjusted(pipeline, replace(DATA, regexes=(Regex("zip", "[0-9"),)))


def test_too_many_changes_are_left_to_a_training(pipeline):
    many = [Example(f"this is number {n}", "greet") for n in range(MOST_CHANGES + 1)]
    assert adjust(pipeline, DATA, with_examples(*many), Domain()) is None
