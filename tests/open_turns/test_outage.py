"""Without a GPT that answers, every conversation is the one without a GPT."""

from __future__ import annotations

import asyncio

from causerie.contracts.gpt import Fault

from .test_answers import BREAKFAST, GOOD

CONVERSATION = (
    "hello",
    BREAKFAST,
    "reserve a table",
    "how much does parking cost a night",
    "xyzzy plugh",
    "/inform",
    "who is going to win the election",
    "goodbye",
)


async def transcript(house, sender: str) -> list[list[str]]:
    return [await house.say(text, sender) for text in CONVERSATION]


async def test_a_gpt_that_always_fails_changes_no_word(inn, gpt, tmp_path):
    without = await transcript(await inn(key=False), "anna")
    for fault in (Fault.SERVER_ERROR, Fault.HTML, Fault.RESET_AT_ONCE, Fault.UNAUTHORISED):
        gpt.fault = fault
        house = await inn()
        assert await transcript(house, f"with {fault}") == without


async def test_fifty_conversations_spend_no_more_than_one_call_too_much(inn, gpt):
    gpt.answer_with(lambda messages: GOOD)
    gpt.delay = 0.05
    house = await inn(llm="  max_output_tokens: 100\n  limits: {day: {tokens: 4000}}\n")
    await asyncio.gather(*(house.say(f"{BREAKFAST} {n}", f"user {n}", "open_question") for n in range(50)))
    assert 0 < len(gpt.asked) < 50
    reports = [await house.metadata(f"user {n}") for n in range(50)]
    used = [r["usage"]["input_tokens"] + r["usage"]["output_tokens"] for r in reports if r.get("usage")]
    assert sum(used) <= 4000 + max(used)
    assert {r["why"] for r in reports if r["kind"] == "retrieved"} == {"over_budget"}


async def test_a_restart_does_not_forget_the_days_spending(inn, gpt):
    gpt.answer_with(lambda messages: GOOD)
    limits = "  max_output_tokens: 100\n  limits: {day: {tokens: 1500}}\n"
    house = await inn(llm=limits)
    for n in range(12):
        await house.say(f"{BREAKFAST} {n}", f"user {n}", "open_question")
    assert (await house.metadata("user 11"))["why"] == "over_budget"
    again = await inn(llm=limits)
    await again.say(f"{BREAKFAST} 12", "bob", "open_question")
    assert (await again.metadata("bob"))["why"] == "over_budget"
