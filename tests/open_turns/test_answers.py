"""What no intent covers is answered from the knowledge, by a GPT on its leash or in the passages' own words."""

from __future__ import annotations

import re

import pytest

from causerie.dialogue.events import SlotSet

from .conftest import FILES

BREAKFAST = "what time is breakfast served"
GOOD = "Breakfast is served from 7 to 10 in the winter garden [1]."


async def test_without_a_gpt_the_passage_answers(inn):
    house = await inn(key=False)
    (answer,) = await house.say(BREAKFAST)
    assert "from 7 to 10" in answer
    told = await house.metadata()
    assert (told["kind"], told["why"]) == ("retrieved", "no_gpt")
    assert told["sources"][0]["source"] == "knowledge/house.md"
    assert house.gpt.asked == []


async def test_a_gpt_answers_from_the_passages(inn, gpt):
    gpt.answer_with(lambda messages: GOOD)
    house = await inn()
    assert await house.say(BREAKFAST) == [GOOD]
    told = await house.metadata()
    assert told["kind"] == "generated"
    assert told["sources"][0]["title"] == "The house › Breakfast"
    assert told["usage"]["output_tokens"] > 0
    (asked,) = house.asked
    assert "You are the assistant of the Blue Inn." in asked
    assert "winter garden" in asked


async def test_what_rules_cover_never_reaches_the_gpt(inn, gpt):
    house = await inn()
    assert await house.say("hello") == ["Hello"]
    assert await house.say("goodbye") == ["Bye"]
    assert gpt.asked == []


async def test_what_the_knowledge_lacks_is_not_known(inn, gpt):
    gpt.answer_with(lambda messages: "none")
    house = await inn(files={}, llm="")
    assert await house.say("who painted the ceiling of the opera") == ["Sorry?"]
    assert all("painted" in asked for asked in house.asked)  # at most asked for an intent
    assert (await house.metadata()) == {}


async def test_a_gpt_that_does_not_know_says_so(inn, gpt):
    gpt.answer_with(lambda messages: "NOT_KNOWN")
    house = await inn()
    assert await house.say(BREAKFAST) == ["I can't find that. Shall somebody call you?"]
    assert (await house.metadata())["kind"] == "not_known"


async def test_a_refused_topic_is_refused_without_a_call(inn, gpt):
    house = await inn()
    (answer,) = await house.say("is breakfast served on election day, from what time")
    assert answer == "Not a subject of mine."
    assert gpt.asked == []


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ("Breakfast is served from 7 to 11 [1].", "unsupported_figure"),
        ("Breakfast costs 15 euros [1].", "unsupported_figure"),
        ("See https://evil.example/breakfast [1].", "unsupported_figure"),
        ("<script>alert(1)</script> Breakfast is from 7 to 10 [1].", "markup"),
        ("", "malformed"),
    ],
)
async def test_an_answer_that_says_more_than_the_passages_is_dropped(inn, gpt, answer, why):
    gpt.answer_with(lambda messages: answer)
    house = await inn()
    (said,) = await house.say(BREAKFAST)
    assert "from 7 to 10" in said
    assert "11" not in said
    assert "15" not in said
    assert "evil" not in said
    assert "<" not in said
    told = await house.metadata()
    assert told["kind"] == "retrieved"
    if answer:
        assert told["why"] == why
        assert told["usage"]["output_tokens"] >= 0


async def test_personal_values_leave_under_other_names_and_come_back(inn, gpt):
    def answer(messages):
        asked = messages[-1]["content"]
        name = asked[asked.rindex("served for ") + len("served for ") :].splitlines()[0]
        return f"Dear {name}, breakfast is from 7 to 10 [1]."

    gpt.answer_with(answer)
    house = await inn()
    await house.assistant.append("anna", [SlotSet(name="guest_name", value="Ana Lopez")])
    (said,) = await house.say("what time is breakfast served for Ana Lopez", intent="open_question")
    assert said == "Dear Ana Lopez, breakfast is from 7 to 10 [1]."
    assert all("Lopez" not in asked for asked in house.asked)


async def test_addresses_of_the_user_are_not_sent(inn, gpt):
    gpt.answer_with(lambda messages: GOOD)
    house = await inn()
    assert await house.say("what time is breakfast served for ana.lopez@mail.example") == [GOOD]
    assert "ana.lopez" not in house.asked[0]


async def test_the_same_question_is_asked_once(inn, gpt):
    gpt.answer_with(lambda messages: GOOD)
    house = await inn()
    assert await house.say(BREAKFAST, "anna") == [GOOD]
    assert await house.say(BREAKFAST.upper(), "bob") == [GOOD]
    assert len(gpt.asked) == 1


async def test_a_question_inside_a_form_is_answered_and_the_form_asks_again(inn, gpt):
    gpt.answer_with(lambda messages: GOOD)
    house = await inn()
    assert await house.say("reserve a table") == ["How many are you?"]
    gpt.answer_with(lambda messages: '{"people": null}' if "Fields" in messages[0]["content"] else GOOD)
    assert await house.say(BREAKFAST) == [GOOD, "How many are you?"]


async def test_the_budget_of_a_conversation_ends_in_the_passages_own_words(inn, gpt):
    gpt.answer_with(lambda messages: GOOD)
    house = await inn(llm="  limits: {conversation: {tokens: 10}}\n")
    (said,) = await house.say(BREAKFAST)
    assert "from 7 to 10" in said
    assert (await house.metadata())["why"] == "over_budget"
    assert gpt.asked == []


async def test_a_question_that_moderation_finds_harmful_is_refused(inn, gpt):
    gpt.answer_with(lambda messages: GOOD)
    gpt.flagged = lambda text: "breakfast" in text
    section = FILES["config.yml"].replace("persona:", "moderation: refuse\n          persona:")
    house = await inn(files={"config.yml": section})
    assert await house.say(BREAKFAST) == ["Not a subject of mine."]
    assert (await house.metadata())["why"] == "moderation"
    gpt.flagged = lambda text: False
    assert await house.say(BREAKFAST) == [GOOD]


async def test_a_personal_value_has_one_other_name_in_all_turns(inn, gpt):
    gpt.answer_with(lambda messages: GOOD)
    house = await inn()
    for question in (
        "I am at ann.brown@example.com, when is breakfast served?",
        "And how much is breakfast for ann.brown@example.com?",
    ):
        await house.say(question)
    told = [" ".join(str(message["content"]) for message in asked.messages) for asked in gpt.asked]
    assert len(told) >= 2
    assert not any("ann.brown@example.com" in text for text in told)
    addresses = [set(re.findall(r"[\w.+-]+@[\w.-]+\w", text)) for text in told]
    assert addresses[0]
    assert addresses[0] <= addresses[-1]
    assert len(addresses[-1]) == 1
