"""``causerie test``: what it says, what it writes, how it ends."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from .conftest import Command

FAILING = """
version: "3.1"
stories:
- story: wrong action
  steps:
  - user: |
      hello
    intent: greet
  - action: utter_goodbye
- story: wrong intent
  steps:
  - user: |
      good morning
    intent: goodbye
  - action: utter_goodbye
"""


@pytest.fixture
def failing(project: Path) -> Path:
    (project / "tests" / "test_more.yml").write_text(FAILING)
    return project


def test_every_failed_step_is_told_with_its_place(causerie: Command, failing: Path) -> None:
    done = causerie("test", "core", "--e2e", "--stories", "tests", "--no-plot")
    assert done.returncode == 0
    assert "tests/test_more.yml:9:5: expected 'utter_goodbye', predicted 'utter_greet'" in done.stdout
    assert "tests/test_more.yml:12:5: expected goodbye: good morning, understood greet" in done.stdout
    assert "3 of 5 conversations passed" in done.stdout
    written = (failing / "results" / "failed_test_stories.yml").read_text()
    assert "- action: utter_goodbye  # predicted: utter_greet" in written
    assert "- intent: goodbye  # predicted: greet: good morning" in written
    stories = [story["story"] for story in yaml.safe_load(written)["stories"]]
    assert stories == ["wrong action (tests/test_more.yml)", "wrong intent (tests/test_more.yml)"]
    report = json.loads((failing / "results" / "story_report.json").read_text())
    assert report["conversation_accuracy"] == {
        "accuracy": 0.6,
        "correct": 3,
        "with_warnings": 0,
        "total": 5,
    }
    assert report["goodbye"]["recall"] == 0.5


def test_failures_end_with_1_when_asked(causerie: Command, failing: Path) -> None:
    done = causerie("test", "--fail-on-prediction-errors", "--no-plot")
    assert done.returncode == 1
    assert "3 of 5 conversations passed" in done.stdout
    assert not (failing / "results").exists()


def test_everything_that_rasa_writes_is_written(causerie: Command, project: Path) -> None:
    done = causerie("test", "--successes", "--out", "reports")
    assert done.returncode == 0, done.stderr
    assert {file.name for file in (project / "reports").iterdir()} == {
        "TEDPolicy_confusion_matrix.png",
        "TEDPolicy_report.json",
        "failed_test_stories.yml",
        "intent_confusion_matrix.png",
        "intent_histogram.png",
        "intent_report.json",
        "intent_successes.json",
        "stories_with_warnings.yml",
        "story_confusion_matrix.png",
        "story_report.json",
        "successful_test_stories.yml",
    }


def test_pictures_need_matplotlib_and_the_rest_does_not(project: Path) -> None:
    missing = project / "missing" / "matplotlib"
    missing.mkdir(parents=True)
    (missing / "__init__.py").write_text("raise ModuleNotFoundError('matplotlib')")
    done = subprocess.run(
        [sys.executable, "-m", "causerie", "test"],
        cwd=project,
        env={**os.environ, "PYTHONPATH": str(missing.parent)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0
    assert "causerie[plots]" in done.stdout
    assert (project / "results" / "story_report.json").exists()
    assert not [*(project / "results").glob("*.png")]


def test_max_stories_plays_the_end_of_every_story_and_says_so(causerie: Command, failing: Path) -> None:
    whole = causerie("test", "core", "-s", "tests", "--e2e", "--no-plot")
    done = causerie("test", "core", "-s", "tests", "--e2e", "--max-stories", "1", "--no-plot")
    assert "of 5 conversations passed" in whole.stdout
    assert "5 of 5 conversations passed" in done.stdout
    assert "latest 1 events of each story" in done.stderr


def test_without_end_to_end_messages_are_taken_as_they_are_meant(causerie: Command, failing: Path) -> None:
    done = causerie("test", "core", "--stories", "tests", "--no-plot")
    assert "4 of 5 conversations passed" in done.stdout


def test_training_stories_can_be_tested(causerie: Command, project: Path) -> None:
    done = causerie("test", "core", "--no-plot")
    assert "2 of 2 conversations passed" in done.stdout


def test_the_tests_of_projects_in_folders_below_are_not_this_ones(causerie: Command, project: Path) -> None:
    other = project / "other"
    (other / "tests").mkdir(parents=True)
    (other / "config.yml").write_text("language: en\n")
    (other / "domain.yml").write_text("intents: [greet]\n")
    (other / "tests" / "test_stories.yml").write_text(FAILING)
    assert "3 of 3 conversations passed" in causerie("test", "--no-plot").stdout


def test_nlu_errors_are_written(causerie: Command, project: Path) -> None:
    (project / "more.yml").write_text(
        "nlu: [{intent: greet, examples: '- goodbye\n\n- hello'}, {intent: deny, examples: '- no'}]"
    )
    done = causerie("test", "nlu", "--nlu", "more.yml", "--no-plot")
    assert done.returncode == 0
    (error,) = json.loads((project / "results" / "intent_errors.json").read_text())
    assert (error["text"], error["intent"], error["intent_prediction"]["name"]) == (
        "goodbye",
        "greet",
        "goodbye",
    )


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("test", "core", "--stories", "nowhere"), "nowhere"),
        (("test", "nlu", "--nlu", "nowhere.yml"), "nowhere.yml"),
        (("test", "--model", "nowhere"), "causerie train"),
        (("test", "--endpoints", "nowhere.yml"), "nowhere.yml"),
        (("test", "--stories", "broken.yml"), "broken.yml:1"),
    ],
)
def test_mistakes_are_told_without_a_traceback(
    words: tuple[str, ...], told: str, causerie: Command, project: Path
) -> None:
    (project / "broken.yml").write_text("stories: [a")
    done = causerie(*words)
    assert done.returncode == 1
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_no_test_stories_are_no_failure(causerie: Command, project: Path) -> None:
    (project / "tests" / "test_stories.yml").unlink()
    done = causerie("test", "--no-plot")
    assert done.returncode == 0
    assert "no test stories" in done.stdout
