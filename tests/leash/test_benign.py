"""True answers are said as they are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from causerie.llm.leash.judge import judge
from causerie.llm.leash.streaming import SentenceJudge

from .house import asked

CASES: list[dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("benign.yml").read_text(encoding="utf-8")
)


@pytest.mark.parametrize(
    "case", CASES, ids=[f"{case['language']}-{number}" for number, case in enumerate(CASES)]
)
def test_a_true_answer_is_said_whole_and_word_by_word(case: dict[str, Any]) -> None:
    _, given = asked(case["question"], case["language"])
    verdict = judge(case["answer"], given)
    assert (verdict.reason, verdict.detail) == (None, "")
    assert verdict.text == case["answer"]
    stream = SentenceJudge(given)
    pieces = [stream.feed(letter) for letter in case["answer"]]
    assert "".join([*pieces, stream.end()]) == case["answer"]
    assert stream.verdict.citations == verdict.citations


def test_the_cases_are_many() -> None:
    assert len({case["answer"] for case in CASES}) == len(CASES) >= 40
