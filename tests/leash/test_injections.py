"""Whoever gets the GPT to obey gets nothing said."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from causerie.contracts.gpt import LocalGpt
from causerie.llm.client import LlmClient
from causerie.llm.leash.judge import Verdict, judge
from causerie.llm.leash.streaming import SentenceJudge
from causerie.llm.read_settings import settings_from

from .house import asked, obeying

CASES: list[dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("injections.yml").read_text(encoding="utf-8")
)


@pytest.fixture(scope="module")
def gpt() -> Any:
    with LocalGpt() as running:
        yield running


async def answers(gpt: LocalGpt, case: dict[str, Any]) -> tuple[Verdict, SentenceJudge, str]:
    """The whole way: prompt, GPT, both judges; and what was released word by word."""
    direct = case["way"] == "direct"
    question = (
        case["text"]
        if direct
        else {"en": "What should I know?", "fr": "Que dois-je savoir ?"}[case["language"]]
    )
    prompt, given = asked(question, case["language"], "" if direct else case["text"])
    words = obeying(case["obeys"], prompt, given)
    gpt.answer_with([words])
    client = LlmClient(settings_from({"model": "m", "base_url": gpt.base_url, "api": "chat"}), {})
    completion = await client.complete(prompt.request)
    await client.close()
    assert completion.text == words
    stream = SentenceJudge(given)
    released = "".join([*(stream.feed(words[at : at + 7]) for at in range(0, len(words), 7)), stream.end()])
    return judge(words, given), stream, released


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
async def test_an_obeying_gpt_says_nothing_of_it(gpt: LocalGpt, case: dict[str, Any]) -> None:
    verdict, stream, released = await answers(gpt, case)
    if "leaves" in case:
        assert (verdict.text, verdict.reason) == (case["leaves"], None)
        assert released == case["leaves"]
        return
    assert not verdict.ok, verdict.text
    assert verdict.text == ""
    assert stream.stopped is not None
    prompt, _ = asked("?", case["language"])
    for line in prompt.system.splitlines():
        assert len(line) < 20 or line not in released


def test_the_cases_are_many_and_distinct() -> None:
    assert len(CASES) >= 150
    assert len({case["id"] for case in CASES}) == len({case["text"] for case in CASES}) == len(CASES)
    assert min(Counter(case["language"] for case in CASES).values()) >= 60
    assert min(Counter(case["way"] for case in CASES).values()) >= 40
    assert all(set(case) <= {"id", "language", "way", "text", "obeys", "leaves"} for case in CASES)
