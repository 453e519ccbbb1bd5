"""``/intent{"entity": "value"}``, as Rasa 3.6.21 was recorded."""

from __future__ import annotations

import pytest

from causerie.nlu import Pipeline
from causerie.training_data import NluData

from .conftest import Entry, domain_of, said

DATA = NluData(said(greet=["hello"], travel=["fly"]))


@pytest.fixture
def pipeline(train) -> Pipeline:
    names = [
        Entry("KeywordIntentClassifier", {"case_sensitive": False}),
        Entry("FallbackClassifier", {"threshold": 0.6}),
    ]
    return train(names, DATA, domain_of(["greet", "travel"], ["city", "size"]))


async def test_intent_and_entities_are_read(pipeline):
    assert await pipeline.parse_data('/travel{"city": "rome"}') == {
        "text": '/travel{"city": "rome"}',
        "intent": {"name": "travel", "confidence": 1.0},
        "entities": [
            {"entity": "city", "value": "rome", "start": 7, "end": 23, "extractor": "RegexMessageHandler"}
        ],
        "intent_ranking": [{"name": "travel", "confidence": 1.0}],
    }


async def test_a_confidence_may_be_named_and_no_fallback_follows(pipeline):
    parsed = await pipeline.parse_data("/greet@0.3")
    assert parsed["intent"] == {"name": "greet", "confidence": 0.3}
    assert parsed["intent_ranking"] == [{"name": "greet", "confidence": 0.3}]


@pytest.mark.parametrize(
    ("written", "confidence"), [("@1.5", 1.0), ("@0.3.4", 0.0), ("@.", 0.0), ("@0", 0.0)]
)
async def test_an_odd_confidence_is_bent_into_range(pipeline, written, confidence):
    assert (await pipeline.parse(f"/greet{written}")).intent.confidence == confidence


async def test_an_unknown_intent_goes_through_the_pipeline(pipeline):
    parsed = await pipeline.parse_data("/unheard_of")
    assert parsed["intent"]["name"] == "nlu_fallback"
    assert parsed["entities"] == []


@pytest.mark.parametrize(
    "broken", ['{"city": rome}', '{"city": "rome"', '{"a":1} {"b":2}', "{1}", '{"city"}']
)
async def test_broken_json_keeps_the_intent_and_drops_the_entities(pipeline, broken):
    message = await pipeline.parse("/travel" + broken)
    assert (message.intent.name, message.entities) == ("travel", [])


async def test_a_list_is_several_entities(pipeline):
    message = await pipeline.parse('/travel{"city": ["rome", "oslo"], "size": 3}')
    assert [(e.entity, e.value) for e in message.entities] == [
        ("city", "rome"),
        ("city", "oslo"),
        ("size", 3),
    ]


async def test_an_empty_list_is_no_entity_and_null_is_one(pipeline):
    message = await pipeline.parse('/travel{"city": [], "size": null}')
    assert [(e.entity, e.value) for e in message.entities] == [("size", None)]


async def test_entities_that_the_domain_does_not_know_are_dropped(pipeline):
    message = await pipeline.parse('/travel{"city": "rome", "colour": "red"}')
    assert [e.entity for e in message.entities] == ["city"]


async def test_text_after_the_entities_is_ignored(pipeline):
    message = await pipeline.parse('/travel{"city": "rome"} please')
    assert (message.intent.name, [e.value for e in message.entities]) == ("travel", ["rome"])


async def test_text_after_the_intent_is_understood_by_the_pipeline(pipeline):
    assert (await pipeline.parse("/hello there")).intent.name == "greet"


async def test_full_retrieval_intents_are_no_direct_messages(train):
    data = NluData(said(faq__hours=["hours"], greet=["hello"]))
    pipeline = train(["KeywordIntentClassifier"], data, domain_of(["faq", "greet"]))
    assert (await pipeline.parse("/faq/hours")).ranking is None
    assert (await pipeline.parse("/faq")).intent.name == "faq"


async def test_default_intents_may_be_named_though_no_domain_lists_them(pipeline):
    assert (await pipeline.parse("/restart")).intent.name == "restart"


async def test_synonyms_are_not_applied(train):
    data = NluData(said(travel=["fly"]), synonyms={"roma": "Rome"})
    pipeline = train(
        ["KeywordIntentClassifier", "EntitySynonymMapper"], data, domain_of(["travel"], ["city"])
    )
    assert (await pipeline.parse('/travel{"city": "roma"}')).entities[0].value == "roma"


async def test_without_a_domain_any_intent_may_be_named(train):
    pipeline = Pipeline.load(train(["KeywordIntentClassifier"], DATA).state())
    assert (await pipeline.parse('/anything{"at": "all"}')).entities[0].entity == "at"


@pytest.mark.parametrize("text", ["/", "//", "/{}", "/@", "/ "])
async def test_a_lonely_slash_is_text(pipeline, text):
    assert (await pipeline.parse(text)).intent.name == "nlu_fallback"
