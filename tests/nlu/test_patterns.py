"""RegexEntityExtractor, RegexFeaturizer and EntitySynonymMapper."""

from __future__ import annotations

import pytest

from causerie.domain import Domain
from causerie.errors import Place, ProjectError
from causerie.nlu.featurizers.regex import RegexFeaturizer
from causerie.nlu.message import Message
from causerie.nlu.tokenizers.whitespace import tokenize
from causerie.ports import TrainingContext
from causerie.training_data import Lookup, NluData, Regex

from .conftest import Entry, annotated

EXAMPLES = (
    annotated("fly to Rome", "travel", ("Rome", "town")),
    annotated("AB1234", None, ("AB1234", "code")),
)
DATA = NluData(
    EXAMPLES,
    synonyms={"the eternal city": "Rome"},
    regexes=(Regex("code", r"[A-Z]{2}\d{4}"), Regex("never_annotated", r"\d+")),
    lookups=(Lookup("town", ("Rome", "the eternal city", "St. Ives")),),
)
BOTH: list[str | Entry] = ["RegexEntityExtractor", "EntitySynonymMapper"]


async def found(pipeline, text):
    return [(e.entity, e.value, text[e.start : e.end]) for e in (await pipeline.parse(text)).entities]


async def test_only_annotated_entities_are_found(train):
    pipeline = train(["RegexEntityExtractor"], DATA)
    assert await found(pipeline, "42 to rome") == [("town", "rome", "rome")]


async def test_lookup_tables_keep_to_word_boundaries_and_regexes_do_not(train):
    pipeline = train(["RegexEntityExtractor"], DATA)
    assert await found(pipeline, "AB12345") == [("code", "AB1234", "AB1234")]
    assert await found(pipeline, "romeo st. ives") == [("town", "st. ives", "st. ives")]


async def test_word_boundaries_can_be_taken_off(train):
    pipeline = train([Entry("RegexEntityExtractor", {"use_word_boundaries": False})], DATA)
    assert await found(pipeline, "romeo") == [("town", "rome", "rome")]


async def test_case_may_count(train):
    pipeline = train([Entry("RegexEntityExtractor", {"case_sensitive": True})], DATA)
    assert await found(pipeline, "rome Rome") == [("town", "Rome", "Rome")]


async def test_synonyms_replace_values_and_say_so(train):
    pipeline = train(BOTH, DATA)
    parsed = await pipeline.parse_data("fly to The Eternal City")
    assert parsed["entities"] == [
        {
            "entity": "town",
            "start": 7,
            "end": 23,
            "value": "Rome",
            "extractor": "RegexEntityExtractor",
            "processors": ["EntitySynonymMapper"],
        }
    ]


async def test_an_annotated_value_stands_for_itself_in_any_case(train):
    assert await found(train(BOTH, DATA), "rome") == [("town", "Rome", "rome")]


async def test_a_clash_of_synonyms_is_logged_and_the_later_one_wins(train, caplog):
    data = NluData((annotated("x nyc", None, ("nyc", "town")),), synonyms={"nyc": "New York"})
    changed = NluData(
        (*data.examples, annotated("y nyc", None, ("nyc", "town"))),
        synonyms={"nyc": "New York", "NYC": "Gotham"},
    )
    train(["EntitySynonymMapper"], changed)
    assert "Gotham" in caplog.text


def test_a_broken_regex_is_refused_with_its_place(train):
    data = NluData(EXAMPLES, regexes=(Regex("code", "(", Place("data/nlu.yml", 7)),))
    with pytest.raises(ProjectError, match=r"data/nlu\.yml:7.*'code'"):
        train(["RegexEntityExtractor"], data)


def test_nothing_to_find_is_logged(train, caplog):
    train(["RegexEntityExtractor"], NluData())
    assert "finds nothing" in caplog.text


def test_the_featurizer_marks_tokens_and_the_sentence():
    featurizer = RegexFeaturizer(RegexFeaturizer.defaults)
    featurizer.train([], TrainingContext(DATA, Domain()))
    message = Message("code AB1234 now", tokens=tokenize("code AB1234 now"))
    featurizer.process(message)
    assert [token.patterns["code"] for token in message.tokens] == [False, True, False]
    assert message.features[0].sentence.indices.tolist() == [0, 1]
    assert [row.indices.tolist() for row in message.features[0].tokens] == [[], [0, 1], []]
