from __future__ import annotations

from causerie.training_data import NluData

from .conftest import Entry, said

ANY_CASE = Entry("KeywordIntentClassifier", {"case_sensitive": False})


async def intent_of(pipeline, text):
    intent = (await pipeline.parse(text)).intent
    return intent.name, intent.confidence


async def test_a_keyword_in_the_text_is_the_intent(train):
    pipeline = train([ANY_CASE], NluData(said(greet=["hello"], order=["give me two"])))
    assert await intent_of(pipeline, "oh HELLO you") == ("greet", 1.0)
    assert await intent_of(pipeline, "please give me two") == ("order", 1.0)
    assert await intent_of(pipeline, "othello") == (None, 0.0)


async def test_case_counts_unless_told_otherwise(train):
    pipeline = train(["KeywordIntentClassifier"], NluData(said(greet=["hello"])))
    assert await intent_of(pipeline, "Hello") == (None, 0.0)


async def test_smileys_and_brackets_are_keywords_too(train):
    pipeline = train([ANY_CASE], NluData(said(happy=[":)", "yay (really"], sad=[":("])))
    assert await intent_of(pipeline, "that is it :)") == ("happy", 1.0)
    assert await intent_of(pipeline, "yay (really") == ("happy", 1.0)
    assert await intent_of(pipeline, "oh no :(") == ("sad", 1.0)


async def test_a_keyword_of_two_intents_is_left_out(train, caplog):
    pipeline = train([ANY_CASE], NluData(said(one=["same", "first"], two=["same", "second"])))
    assert await intent_of(pipeline, "same") == (None, 0.0)
    assert "'same'" in caplog.text


async def test_a_keyword_inside_those_of_two_other_intents_is_left_out_without_a_crash(train, caplog):
    pipeline = train([ANY_CASE], NluData(said(greet=["hello"], bye=["hello and goodbye"], ask=["hello who"])))
    assert await intent_of(pipeline, "hello") == (None, 0.0)
    assert await intent_of(pipeline, "hello who") == ("ask", 1.0)
    assert "is part of" in caplog.text


async def test_retrieval_intents_count_by_their_main_name(train):
    pipeline = train([ANY_CASE], NluData(said(faq__hours=["hours"])))
    assert await intent_of(pipeline, "hours") == ("faq", 1.0)


async def test_there_is_no_ranking(train):
    pipeline = train([ANY_CASE], NluData(said(greet=["hello"])))
    assert await pipeline.parse_data("nothing known") == {
        "text": "nothing known", "intent": {"name": None, "confidence": 0.0}, "entities": []
    }  # fmt: skip
