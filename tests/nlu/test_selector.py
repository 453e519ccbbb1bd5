from __future__ import annotations

import pytest

from causerie.domain import Domain, Intent
from causerie.domain.responses import Variation
from causerie.training_data import NluData

from .conftest import Entry, said

EXAMPLES = said(
    faq__hours=["opening hours please", "hours"],
    faq__price=["what is the price", "price"],
    chitchat__name=["name of yours", "name"],
    chitchat__age=["age of yours", "age"],
    greet=["hello"],
)
RESPONSES = {
    "utter_faq/hours": (Variation({"text": "We open at nine."}),),
    "utter_faq/price": (Variation({"text": "It costs ten.", "image": "price.png"}),),
    "utter_chitchat/age": (Variation({"text": "I am young."}), Variation({"text": "I am old."})),
    "utter_greet": (Variation({"text": "Hi."}),),
}
DATA = NluData(EXAMPLES)
DOMAIN = Domain(intents={name: Intent(name) for name in ("faq", "chitchat", "greet")}, responses=RESPONSES)
START: list[str | Entry] = [
    "WhitespaceTokenizer",
    Entry("KeywordIntentClassifier", {"case_sensitive": False}),
]


async def test_a_selector_of_one_intent_answers_under_its_name(train):
    pipeline = train(
        [*START, Entry("ResponseSelector", {"retrieval_intent": "faq", "epochs": 60})], DATA, DOMAIN
    )
    parsed = await pipeline.parse_data("price")
    assert parsed["intent"]["full_retrieval_intent_name"] == "faq/price"
    selected = parsed["response_selector"]
    assert selected["all_retrieval_intents"] == ["chitchat", "faq"]
    response = selected["faq"]["response"]
    assert response["responses"] == [{"text": "It costs ten.", "image": "price.png"}]
    assert response["intent_response_key"] == "faq/price"
    assert response["utter_action"] == "utter_faq/price"
    assert [entry["intent_response_key"] for entry in selected["faq"]["ranking"]] == [
        "faq/price",
        "faq/hours",
    ]
    assert selected["faq"]["ranking"][0]["confidence"] == response["confidence"]


async def test_two_selectors_stand_side_by_side(train):
    both = [Entry("ResponseSelector", {"retrieval_intent": name}) for name in ("faq", "chitchat")]
    parsed = await train([*START, *both], DATA, DOMAIN).parse_data("age")
    assert parsed["intent"]["full_retrieval_intent_name"] == "chitchat/age"
    assert set(parsed["response_selector"]) == {"all_retrieval_intents", "faq", "chitchat"}


async def test_a_selector_of_all_answers_as_default(train):
    parsed = await train([*START, "ResponseSelector"], DATA, DOMAIN).parse_data("hours")
    assert parsed["response_selector"]["default"]["response"]["utter_action"] == "utter_faq/hours"
    assert parsed["intent"] == {"name": "faq", "confidence": 1.0, "full_retrieval_intent_name": None}


async def test_a_response_that_nobody_wrote_is_its_key(train):
    pipeline = train([*START, "ResponseSelector"], DATA, DOMAIN)
    response = (await pipeline.parse_data("name"))["response_selector"]["default"]["response"]
    assert response["responses"] == [{"text": "chitchat/name"}]


async def test_responses_may_stand_in_the_training_data(train):
    data = NluData(EXAMPLES, responses={"utter_chitchat/name": (Variation({"text": "Bot."}),)})
    pipeline = train([*START, "ResponseSelector"], data)
    assert (await pipeline.parse_data("name"))["response_selector"]["default"]["response"]["responses"] == [
        {"text": "Bot."}
    ]


async def test_the_words_of_responses_teach_with_use_text_as_label(train):
    entry = Entry("ResponseSelector", {"use_text_as_label": True})
    parsed = await train([*START, entry], DATA, DOMAIN).parse_data("it costs ten?")
    assert parsed["response_selector"]["default"]["response"]["intent_response_key"] == "faq/price"


@pytest.mark.parametrize("intent", ["greet", "nowhere"])
async def test_a_selector_with_nothing_to_learn_says_so_and_selects_nothing(train, caplog, intent):
    pipeline = train([*START, Entry("ResponseSelector", {"retrieval_intent": intent})], DATA, DOMAIN)
    assert intent in caplog.text
    response = (await pipeline.parse_data("hello"))["response_selector"][intent]["response"]
    assert (response["intent_response_key"], response["confidence"]) == (None, 0.0)
