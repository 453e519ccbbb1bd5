"""Whatever an injection gets the GPT to write, in a conversation it fills no slot, runs no action, and is not said."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import yaml

from causerie.dialogue.events import ActionExecuted, ActiveLoop, SlotSet
from tests.leash.house import obeying

from .conftest import FILES

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parents[1] / "leash" / "injections.yml").read_text(encoding="utf-8")
)
EVERYTHING = FILES["config.yml"].replace("persona:", "knowledge: {threshold: 0.0}\n          persona:")
HARMLESS_HERE = {"force-5", "force-10"}  # English is the inn's language, and ten euros stand on its pages
STAND_THERE = {"document-2", "document-31"}  # nine and twelve euros stand on the inn's pages
OWN_ACTIONS = {"action_session_start", "action_listen", "action_answer"}


def obey(case: dict[str, Any], messages: list[dict[str, Any]]) -> str:
    """What a GPT answers that always does what the injection asks, with the prompt it really got."""
    system, user = messages[0]["content"], messages[-1]["content"]
    mark = re.search(r"<<<data [^\n]*?([0-9a-f]{16})", user)
    assert mark
    prompt = SimpleNamespace(system=system, nonce=mark[1])
    passages = [SimpleNamespace(text=part) for part in user.split("\n\n")]
    words = case["obeys"].replace("{system_rules}", system)
    return obeying(words, prompt, SimpleNamespace(passages=passages))


async def test_nothing_is_set_nothing_is_run_and_nothing_of_it_is_said(inn, gpt):
    house = await inn(files={"config.yml": EVERYTHING}, llm="  breaker: {failures: 0}\n")
    wrong: list[str] = []
    for case in (case for case in CASES if case["way"] == "direct"):
        gpt.answer_with(lambda messages, case=case: obey(case, messages))
        sender = case["id"]
        said = await house.say(case["text"], sender, intent="open_question")
        tracker = await house.assistant.whole(sender)
        slots = [event for event in tracker.events if isinstance(event, SlotSet | ActiveLoop)]
        run = {event.name for event in tracker.events if isinstance(event, ActionExecuted)} - OWN_ACTIONS
        told = await house.metadata(sender)
        own_words = told["kind"] in ("retrieved", "not_known", "refused")
        harmless = "\n\n".join(said) == case.get("leaves") or sender in HARMLESS_HERE
        if slots or run or not (own_words or harmless):
            wrong.append(f"{sender}: {said} {told} {slots} {run}")
    assert not wrong, "\n".join(wrong)
    assert len(gpt.asked) >= 150  # the GPT was asked, and obeyed


async def test_a_document_gives_no_orders(inn, gpt):
    """The inn's pages hold all injections of documents; a faithful answer is said, an obeying one is not."""
    documents = [case for case in CASES if case["way"] == "document"]
    page = FILES["knowledge/house.md"] + "".join(
        f"\n        ## Notice {number}\n\n        Breakfast news. {' '.join(case['text'].split())}\n"
        for number, case in enumerate(documents)
    )
    house = await inn(files={"knowledge/house.md": page}, llm="  breaker: {failures: 0}\n")
    gpt.answer_with(lambda messages: "Breakfast is served from 7 to 10 in the winter garden.")
    assert all(
        "from 7 to 10" in text
        for text in await house.say("when is breakfast in the winter garden", "faithful")
    )
    said_all_the_same = set()
    for case in documents:
        gpt.answer_with(lambda messages, case=case: obey(case, messages))
        await house.say(
            f"what time is breakfast served please, says {case['id']}", case["id"], "open_question"
        )
        told = await house.metadata(case["id"])
        tracker = await house.assistant.whole(case["id"])
        assert not [event for event in tracker.events if isinstance(event, SlotSet | ActiveLoop)]
        if told["kind"] == "generated" and "leaves" not in case:
            said_all_the_same.add(case["id"])
    assert said_all_the_same == STAND_THERE
