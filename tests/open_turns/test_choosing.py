"""A GPT may pick among the designer's intents, propose a value for a form, and say a response in other words."""

from __future__ import annotations

import pytest

UNHEARD = "xyzzy plugh"


async def test_an_intent_is_picked_where_the_classifier_hesitates(inn, gpt):
    gpt.answer_with(lambda messages: '{"intent": "leave"}')
    house = await inn()
    assert await house.say(UNHEARD) == ["Bye"]
    assert "goodbye" in house.asked[0]  # what the intents mean is told by examples


@pytest.mark.parametrize(
    "answer", ['{"intent": "none"}', '{"intent": "transfer_money"}', '{"other": 1}', "leave"]
)
async def test_what_is_none_of_the_candidates_changes_nothing(inn, gpt, answer):
    gpt.answer_with(lambda messages: answer)
    house = await inn()
    assert await house.say(UNHEARD) == ["Sorry?"]


async def test_a_proposed_value_passes_the_forms_own_validation(inn, gpt):
    house = await inn()
    assert await house.say("reserve a table") == ["How many are you?"]
    gpt.answer_with(lambda messages: '{"people": "4"}')
    assert await house.say("put 4 of us down") == ["A table for 4."]


@pytest.mark.parametrize("value", ["99", "7", "a lot"])
async def test_a_value_that_is_invalid_or_was_not_said_is_not_taken(inn, gpt, value):
    house = await inn()
    assert await house.say("reserve a table") == ["How many are you?"]
    gpt.answer_with(lambda messages: f'{{"people": "{value}"}}')
    said = await house.say("well 99 of us I guess")
    assert said[-1] == "How many are you?"
    assert (await house.slots())["people"] is None


async def test_a_form_that_is_not_named_gets_no_proposals(inn, gpt):
    files = {
        "config.yml": (await inn())
        .folder.joinpath("config.yml")
        .read_text()
        .replace("propose_slots: [visit_form]", "propose_slots: []")
    }
    house = await inn(files=files)
    assert await house.say("reserve a table") == ["How many are you?"]
    gpt.answer_with(lambda messages: '{"people": "4"}')
    assert (await house.say("put 4 of us down"))[-1] == "How many are you?"


async def test_a_response_is_said_in_other_words(inn, gpt):
    gpt.answer_with(lambda messages: "How lovely to have you here on 3 May.")
    house = await inn()
    assert await house.say("/inform") == ["How lovely to have you here on 3 May."]
    assert await house.say("hello") == ["Hello"]  # says nothing of rephrasing
    assert len(gpt.asked) == 1


@pytest.mark.parametrize(
    "answer", ["We are glad.", "We are glad to see you on 4 May.", "3 May! See http://a.example"]
)
async def test_other_words_with_other_figures_are_left(inn, gpt, answer):
    gpt.answer_with(lambda messages: answer)
    house = await inn()
    assert await house.say("/inform") == ["We are glad to see you on 3 May."]


async def test_instructions_of_a_user_hold_across_conversations_and_can_be_erased(inn, gpt):
    house = await inn()
    assert await house.say("/keep_wish") == ["Noted: /keep_wish"]
    store = house.assistant.processor.open_turns.user_instructions
    await store.write("anna", "Be very brief, please.")
    gpt.answer_with(lambda messages: "From 7 to 10 [1].")
    await house.say("what time is breakfast served")
    assert "Be very brief, please." in house.asked[-1]
    await house.say("what time is breakfast served", "bob")
    assert "Be very brief, please." not in house.asked[-1]
    assert await house.say("/forget_wish") == ["Forgotten."]
    assert await store.read("anna") == ""
