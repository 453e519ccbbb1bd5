from __future__ import annotations

import pytest

from causerie.nlu.pipeline import Pipeline
from causerie.training_data import NluData

from .conftest import MOODBOT, Entry, said


async def explained(pipeline, text):
    return (await pipeline.explain_data(text))["explanation"]["DIETClassifier"]


@pytest.fixture(scope="module", params=["en", "de"])
def pipeline(request):
    entries = [Entry("WhitespaceTokenizer"), Entry("DIETClassifier")]
    return Pipeline.train(entries, NluData(MOODBOT), language=request.param)


async def test_the_words_add_up_to_the_lead(pipeline):
    found = await explained(pipeline, "good morning my dear bot")
    scorer = pipeline.steps[-1].component.intents.scorer
    message = await pipeline.parse("good morning my dear bot")
    scores = scorer.look(
        [t.text for t in message.tokens], pipeline.steps[-1].component.meaning.of(message)
    ).scores[0]
    best, second = (scorer.labels.index(found[key]) for key in ("intent", "rather_than"))
    lead = scores[best] - scores[second] - (scorer.weights[-1, best] - scorer.weights[-1, second])
    assert sum(word["weight"] for word in found["words"]) == pytest.approx(lead, abs=1e-4)


async def test_the_word_that_tells_carries_the_most(pipeline):
    found = await explained(pipeline, "so goodbye then")
    assert found["intent"] == "goodbye"
    assert max(found["words"], key=lambda word: word["weight"])["word"] == "goodbye"
    assert [word["word"] for word in found["words"]] == ["so", "goodbye", "then"]


async def test_the_nearest_example_of_an_example_is_itself(pipeline):
    first, *others = (await explained(pipeline, "good morning"))["nearest"]
    assert (first["text"], first["intent"]) == ("good morning", "greet")
    assert first["similarity"] == pytest.approx(1.0, abs=0.01)
    assert all(first["similarity"] >= other["similarity"] for other in others)


async def test_an_explanation_survives_saving(pipeline):
    assert await explained(Pipeline.load(pipeline.state()), "hi you") == await explained(pipeline, "hi you")


@pytest.mark.parametrize("text", ["", "/greet"])
async def test_what_was_not_classified_has_none(pipeline, text):
    assert (await explained(pipeline, text) if text == "" else {}) == {}


async def test_retrieval_intents_are_explained_by_their_best_part(train):
    texts = said(
        faq__hours=["when do you open", "opening hours please", "are you open now"],
        faq__price=["what does it cost", "how much is it", "the price please"],
        greet=["hello", "hi", "good day"],
    )
    found = await explained(
        train(["WhitespaceTokenizer", "DIETClassifier"], NluData(texts)), "tell me the price"
    )
    assert found["intent"] == "faq"
    assert max(found["words"], key=lambda word: word["weight"])["word"] == "price"
