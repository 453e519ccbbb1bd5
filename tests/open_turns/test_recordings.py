"""`causerie test` records a GPT's answers once and plays them back: offline, free, alike each time."""

from __future__ import annotations

import json
from pathlib import Path
from textwrap import dedent

import pytest

from causerie.contracts.gpt import Fault

from .conftest import FILES
from .test_answers import BREAKFAST, GOOD

STORY = f"""
    version: "3.1"
    stories:
    - story: breakfast
      steps:
      - user: |
          {BREAKFAST}
        intent: open_question
      - action: action_answer
"""


@pytest.fixture
def bench(tmp_path: Path, gpt, run_here, monkeypatch):
    """``bench("--record-llm")`` → exit status, what was printed, and the report."""
    for name, text in {**FILES, "tests/test_open.yml": STORY}.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text), "utf-8")
    llm = f"llm:\n  model: m\n  base_url: {gpt.base_url}\n  deadline: 2\n  breaker: {{failures: 0}}\n"
    (tmp_path / "endpoints.yml").write_text(llm, "utf-8")
    assert run_here(["train"], tmp_path)[0] == 0

    def run(*flags: str):
        status, said = run_here(["test", "core", "-s", "tests", "--e2e", "--no-plot", *flags], tmp_path)
        report = tmp_path / "results" / "open_turns.json"
        return status, said, json.loads(report.read_text("utf-8")) if report.exists() else None

    run.folder = tmp_path
    return run


def test_answers_are_recorded_and_played_back_without_a_gpt(bench, gpt):
    gpt.answer_with(lambda messages: GOOD)
    status, said, report = bench("--record-llm")
    assert status == 0, said
    assert report["answers"][0]["text"] == GOOD
    assert len(report["recordings"]["recorded"]) == 1
    asked = len(gpt.asked)
    gpt.fault = Fault.SERVER_ERROR
    status, said, report = bench()
    assert status == 0, said
    assert report["answers"][0]["text"] == GOOD
    assert report["answers"][0]["kind"] == "generated"
    assert len(report["recordings"]["replayed"]) == 1
    assert len(gpt.asked) == asked
    assert "1 in a GPT's words" in said


def test_recording_again_asks_only_for_what_has_changed(bench, gpt):
    gpt.answer_with(lambda messages: GOOD)
    bench("--record-llm")
    asked = len(gpt.asked)
    bench("--record-llm")
    assert len(gpt.asked) == asked


def test_a_changed_prompt_is_told(bench, gpt, run_here):
    gpt.answer_with(lambda messages: GOOD)
    bench("--record-llm")
    path = bench.folder / "config.yml"
    path.write_text(path.read_text("utf-8").replace("the Blue Inn", "the Red Inn"), "utf-8")
    assert run_here(["train"], bench.folder)[0] == 0
    _, said, report = bench()
    assert "changed: 'breakfast: answer 1'" in said
    assert len(report["recordings"]["changed"]) == 1


def test_drift_is_shown(bench, gpt):
    gpt.answer_with(lambda messages: GOOD)
    bench("--record-llm")
    gpt.answer_with(lambda messages: "You can have breakfast from 7 to 10 [1].")
    _, said, report = bench("--live-llm")
    assert "drift" in said
    assert 0 < report["recordings"]["drift"][0]["alike"] < 100
    (kept,) = json.loads((bench.folder / "tests/llm_answers.json").read_text("utf-8"))["answers"]
    assert kept["text"] == GOOD


def test_without_recordings_the_knowledge_answers(bench, gpt):
    status, _said, report = bench()
    assert status == 0
    assert report["answers"][0]["kind"] == "retrieved"
    assert gpt.asked == []


def test_a_broken_file_of_recordings_is_told(bench, gpt):
    (bench.folder / "tests/llm_answers.json").write_text("{", "utf-8")
    status, said, _ = bench()
    assert status == 1
    assert "llm_answers.json can't be read" in said
    assert "Traceback" not in said


def test_recording_needs_a_gpt(bench):
    (bench.folder / "endpoints.yml").write_text("", "utf-8")
    status, said, _ = bench("--record-llm")
    assert status == 1
    assert "no section 'llm'" in said


def test_recording_and_comparing_exclude_each_other(bench):
    status, said, _ = bench("--record-llm", "--live-llm")
    assert status == 1
    assert "exclude each other" in said
