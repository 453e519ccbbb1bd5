"""What DIETClassifier and CRFEntityExtractor find."""

from __future__ import annotations

import pytest

from causerie.errors import ComponentError
from causerie.nlu.message import Token
from causerie.nlu.tagging.bilou import Span, decode, encode, touching_labels
from causerie.nlu.tagging.token_features import token_features
from causerie.training_data import EntityAnnotation, Example, Lookup, NluData

from .conftest import Entry, annotated

CITIES = ["Rome", "Oslo", "New York", "Paris", "Lima", "Los Angeles", "Berlin", "Quito"]
ONE_WAY = [annotated(f"book a flight to {city} please", "book", (city, "city")) for city in CITIES]
PLAIN = [Example(text, "greet") for text in ("hello", "good morning to you", "hi there please", "hey")]


def trip(start: str, end: str) -> Example:
    text = f"i want to go from {start} to {end}"
    first, second = text.index(start), text.rindex(end)
    return Example(
        text,
        "book",
        (
            EntityAnnotation(first, first + len(start), "city", start, role="departure"),
            EntityAnnotation(second, second + len(end), "city", end, role="destination"),
        ),
    )


TRIPS = [trip(a, b) for a, b in zip(CITIES, CITIES[3:] + CITIES[:3], strict=True)]
PIPELINES = {
    "DIETClassifier": ["WhitespaceTokenizer", "DIETClassifier"],
    "CRFEntityExtractor": ["WhitespaceTokenizer", "CRFEntityExtractor"],
}


@pytest.mark.parametrize("name", PIPELINES)
async def test_an_entity_never_seen_is_found_by_its_surroundings(train, name):
    pipeline = train(PIPELINES[name], NluData((*ONE_WAY, *PLAIN)))
    [entity] = (await pipeline.parse_data("book a flight to Madrid please"))["entities"]
    assert entity["confidence_entity"] > 0.4
    assert {**entity, "confidence_entity": 1} == {
        "entity": "city", "start": 17, "end": 23, "value": "Madrid", "extractor": name, "confidence_entity": 1,
    }  # fmt: skip


@pytest.mark.parametrize("name", PIPELINES)
async def test_several_words_are_one_entity(train, name):
    pipeline = train(PIPELINES[name], NluData((*ONE_WAY, *PLAIN)))
    assert [e.value for e in (await pipeline.parse("book a flight to Los Angeles please")).entities] == [
        "Los Angeles"
    ]
    assert (await pipeline.parse("good morning")).entities == []


@pytest.mark.parametrize("name", PIPELINES)
async def test_roles_are_told_apart(train, name):
    pipeline = train(PIPELINES[name], NluData((*TRIPS, *PLAIN)))
    found = (await pipeline.parse("i want to go from Oslo to Rome")).entities
    assert [(e.value, e.role) for e in found] == [("Oslo", "departure"), ("Rome", "destination")]
    assert all(0 < e.confidence_role <= 1 for e in found)


async def test_groups_are_told_apart(train):
    texts = [
        f"{a} pizza and {b} pasta" for a, b in (("small", "large"), ("large", "small"), ("big", "tiny"))
    ] * 2
    examples = [
        Example(
            text,
            "order",
            (
                EntityAnnotation(0, text.index(" "), "size", text.split()[0], group="1"),
                EntityAnnotation(
                    text.index("and ") + 4, text.rindex(" "), "size", text.split()[3], group="2"
                ),
            ),
        )
        for text in texts
    ]
    pipeline = train(PIPELINES["DIETClassifier"], NluData((*examples, *PLAIN)))
    assert [e.group for e in (await pipeline.parse("large pizza and big pasta")).entities] == ["1", "2"]


@pytest.mark.parametrize(
    ("setting", "values"),
    [(True, ["onion", "garlic"]), (False, ["onion, garlic"]), ({"food": False}, ["onion, garlic"])],
)
async def test_entities_are_split_at_commas_unless_told_otherwise(train, setting, values):
    examples = [
        annotated(f"i like {food} a lot", "like", (food, "food"))
        for food in ("onion", "garlic", "red wine", "white bread", "green tea", "cheese")
    ] * 3
    entry = Entry("DIETClassifier", {"split_entities_by_comma": setting, "BILOU_flag": False})
    pipeline = train(["WhitespaceTokenizer", entry], NluData((*examples, *PLAIN)))
    assert [e.value for e in (await pipeline.parse("i like onion, garlic a lot")).entities] == values


async def test_a_lookup_table_helps_by_way_of_the_featurizer(train):
    names = ["WhitespaceTokenizer", "RegexFeaturizer", "CRFEntityExtractor"]
    data = NluData((*ONE_WAY, *PLAIN), lookups=(Lookup("city", (*CITIES, "Ouagadougou")),))
    pipeline = train(names, data)
    assert [e.value for e in (await pipeline.parse("hmm Ouagadougou")).entities] == ["Ouagadougou"]


async def test_an_annotation_that_cuts_a_word_is_logged_and_left_out(train, caplog):
    data = NluData((*ONE_WAY, Example("Romeo and Juliet", None, (EntityAnnotation(0, 4, "city", "Rome"),))))
    train(PIPELINES["DIETClassifier"], data)
    assert "whole tokens" in caplog.text


async def test_entity_recognition_can_be_switched_off(train):
    entry = Entry("DIETClassifier", {"entity_recognition": False})
    pipeline = train(["WhitespaceTokenizer", entry], NluData((*ONE_WAY, *PLAIN)))
    message = await pipeline.parse("book a flight to Rome please")
    assert (message.intent.name, message.entities) == ("book", [])


@pytest.mark.parametrize("features", [[["low"], ["low"]], [["shout"]], "low", [["low"], "low", ["low"]]])
def test_features_that_make_no_window_are_refused(train, features):
    with pytest.raises(ComponentError, match="features"):
        train(["WhitespaceTokenizer", Entry("CRFEntityExtractor", {"features": features})], NluData())


def test_a_word_that_stands_alone_is_seen_as_such_beside_the_intent():
    (alone,) = token_features([Token("Sushi", 0, 5)], [[]], "inform")
    first, _ = token_features([Token("Sushi", 0, 5), Token("please", 6, 12)], [[], []], "inform")
    assert {"only", "only,intent=inform", "p4=sush"} <= set(alone)
    assert "p4=sush" in first
    assert not any(name.startswith("only") for name in first)


async def test_a_word_alone_is_an_entity_though_the_same_is_none_in_a_sentence(train):
    """What was asked for is often answered with one word."""
    alone = [annotated(word, "inform", (word, "dish")) for word in ("sushi", "pizza", "curry", "soup")]
    said = [Example(f"do you have {word} here", "ask") for word in ("sushi", "pizza", "curry", "soup")]
    pipeline = train(PIPELINES["DIETClassifier"], NluData((*alone, *said)))
    (found,) = (await pipeline.parse_data("tacos"))["entities"]
    assert (found["entity"], found["value"]) == ("dish", "tacos")
    assert (await pipeline.parse_data("do you have tacos here"))["entities"] == []


def test_tags_go_there_and_back():
    spans = [Span(0, 0, "a"), Span(1, 3, "a"), Span(5, 6, "b")]
    tags = encode(spans, 7, {"a", "b"})
    assert tags == ["B-a", "B-a", "I-a", "I-a", "O", "B-b", "I-b"]
    assert decode(tags) == spans


def test_broken_tags_still_give_spans():
    assert decode(["I-a", "L-a", "I-b", "O", "L-b", "U-b"]) == [
        Span(0, 1, "a"), Span(2, 2, "b"), Span(4, 4, "b"), Span(5, 5, "b"),
    ]  # fmt: skip


def test_only_labels_that_touch_need_prefixes():
    assert touching_labels([[Span(0, 0, "a"), Span(1, 1, "a")], [Span(0, 0, "b"), Span(2, 2, "b")]]) == {"a"}
