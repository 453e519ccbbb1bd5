from __future__ import annotations

import pytest

from causerie.errors import ComponentError, ModelError
from causerie.nlu import Pipeline
from causerie.training_data import NluData

from .conftest import DEFAULT_PIPELINE, MOODBOT, Entry, said


async def test_the_default_pipeline_understands_the_init_project(train):
    pipeline = train(DEFAULT_PIPELINE, NluData(MOODBOT))
    for example in MOODBOT:
        assert (await pipeline.parse(example.text)).intent.name == example.intent


async def test_a_question_of_unknown_words_falls_back_and_yes_stays_sure(train):
    pipeline = train(DEFAULT_PIPELINE, NluData(MOODBOT))
    parsed = await pipeline.parse_data("what is the capital of France?")
    assert parsed["intent"] == {"name": "nlu_fallback", "confidence": 0.3}
    assert parsed["intent_ranking"][0] == parsed["intent"]
    assert parsed["intent_ranking"][1]["confidence"] < 0.3
    assert (await pipeline.parse("yes")).intent.confidence > 0.9


async def test_parse_data_has_the_shape_of_rasa(train):
    pipeline = train(DEFAULT_PIPELINE, NluData(MOODBOT))
    parsed = await pipeline.parse_data("  hello there ")
    assert set(parsed) == {"text", "intent", "entities", "text_tokens", "intent_ranking", "response_selector"}
    assert parsed["text"] == "hello there"
    assert parsed["text_tokens"] == [[0, 5], [6, 11]]
    assert parsed["entities"] == []
    assert parsed["intent_ranking"][0] == parsed["intent"]


async def test_a_loaded_pipeline_answers_as_the_trained_one(train):
    trained = train(DEFAULT_PIPELINE, NluData(MOODBOT))
    loaded = Pipeline.load(trained.state())
    for text in ("hello", "so sad", "", ":)", "Ünknown 12 wörds"):
        assert await loaded.parse_data(text) == await trained.parse_data(text)


async def test_training_twice_gives_the_same_model(train):
    first, second = (train(DEFAULT_PIPELINE, NluData(MOODBOT), seed=3) for _ in range(2))
    assert await first.parse_data("good day") == await second.parse_data("good day")


async def test_an_empty_text_has_no_intent(train):
    parsed = await train(["WhitespaceTokenizer", "DIETClassifier"], NluData(MOODBOT)).parse_data("")
    assert parsed["intent"] == {"name": None, "confidence": 0.0}


def test_nothing_to_learn_is_no_error(train):
    assert train(DEFAULT_PIPELINE, NluData()).steps


def test_two_tokenizers_are_refused(train):
    with pytest.raises(ComponentError, match="2 tokenizers"):
        train(["WhitespaceTokenizer", "WhitespaceTokenizer"], NluData(MOODBOT))


def test_a_featurizer_before_its_tokenizer_is_refused_with_advice(train):
    with pytest.raises(ComponentError, match="Move WhitespaceTokenizer above it"):
        train(["CountVectorsFeaturizer", "WhitespaceTokenizer"], NluData(MOODBOT))


def test_a_missing_tokenizer_is_refused_with_the_line_to_add(train):
    with pytest.raises(ComponentError, match="- name: WhitespaceTokenizer"):
        train(["DIETClassifier"], NluData(MOODBOT))


def test_an_unknown_name_gets_the_near_miss(train):
    with pytest.raises(ComponentError, match="Did you mean 'DIETClassifier'"):
        train(["DIETClasifier"], NluData(MOODBOT))


def test_an_alias_used_twice_is_refused(train):
    entry = Entry("CountVectorsFeaturizer", {"alias": "one"})
    with pytest.raises(ComponentError, match="aliases"):
        train(["WhitespaceTokenizer", entry, entry], NluData(MOODBOT))


def test_rasa_module_paths_are_understood(train):
    path = "rasa.nlu.classifiers.keyword_intent_classifier.KeywordIntentClassifier"
    assert train([path], NluData(said(greet=["hello"]))).steps[0].title == "KeywordIntentClassifier"


@pytest.mark.parametrize("name", ["MitieNLP", "MitieIntentClassifier", "ConveRTFeaturizer"])
def test_withdrawn_components_are_refused_with_what_to_use(train, name):
    with pytest.raises(ComponentError, match="can't be had here"):
        train([name], NluData())


def test_keys_without_effect_are_listed_once(train):
    entry = Entry("DIETClassifier", {"epochs": 100, "transformer_size": 256})
    pipeline = train(["WhitespaceTokenizer", entry], NluData(MOODBOT))
    assert pipeline.warnings == ("DIETClassifier: epochs, transformer_size have no effect here.",)


def test_an_unknown_key_is_warned_of_with_the_near_miss(train):
    pipeline = train([Entry("KeywordIntentClassifier", {"case_sensitiv": 1})], NluData())
    assert "Did you mean 'case_sensitive'" in pipeline.warnings[0]


def test_data_that_nobody_reads_is_warned_of(train):
    pipeline = train(["KeywordIntentClassifier"], NluData(said(faq__hours=["hours"])))
    assert any("ResponseSelector" in line for line in pipeline.warnings)


def test_a_state_of_another_format_is_refused():
    with pytest.raises(ModelError, match="Train it again"):
        Pipeline.load({"format": 99})


@pytest.mark.parametrize(
    ("reader", "works"), [("DIETClassifier", False), ("LogisticRegressionClassifier", True)]
)
async def test_features_that_nobody_reads_are_not_computed(train, reader, works):
    said = []
    pipeline = train(
        ["WhitespaceTokenizer", "CountVectorsFeaturizer", reader], NluData(MOODBOT), progress=said.append
    )
    assert bool(pipeline.steps[1].component.vocabulary) is works
    assert ("CountVectorsFeaturizer: no component reads its features" in said) is not works
    loaded = Pipeline.load(pipeline.state())
    assert (await loaded.parse("hello")).intent.name == "greet"
    assert bool((await loaded.parse("hello")).features) is works
