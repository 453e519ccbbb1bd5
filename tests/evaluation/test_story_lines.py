from __future__ import annotations

from pathlib import Path

import pytest

from causerie.dialogue.events import ActionExecuted, UserUttered
from causerie.errors import ProjectError
from causerie.evaluation.story_conflicts import find_conflicts
from causerie.evaluation.story_lines import read_lines
from causerie.files.stories import read_stories
from causerie.training_data.unfolding import unfold

from .told import DOMAIN

JOINED = """
stories:
- story: first
  steps:
  - intent: greet
  - action: utter_hi
  - checkpoint: said hello
- story: second
  steps:
  - checkpoint: said hello
  - or:
    - intent: order
    - intent: bye
  - action: utter_bye
rules:
- rule: not a test
  steps:
  - intent: bye
  - action: utter_bye
"""


def test_each_step_knows_its_line_through_checkpoints_and_choices(tmp_path: Path) -> None:
    (tmp_path / "test_joined.yml").write_text(JOINED)
    lines = read_lines([tmp_path], DOMAIN, True, None)
    assert len(lines) == 2
    places = [
        [
            place.line
            for event, place in zip(line.events, line.places, strict=True)
            if isinstance(event, UserUttered)
            or (isinstance(event, ActionExecuted) and event.name != "action_listen")
        ]
        for line in lines
    ]
    assert sorted(places) == [[5, 6, 12, 14], [5, 6, 13, 14]]


def test_only_test_files_are_tests_unless_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "stories.yml").write_text(JOINED)
    assert read_lines([tmp_path], DOMAIN, True, None) == []
    assert len(read_lines([tmp_path], DOMAIN, False, None)) == 2
    assert len(read_lines([tmp_path / "stories.yml"], DOMAIN, True, None)) == 2


def test_of_each_story_the_latest_events(tmp_path: Path) -> None:
    (tmp_path / "stories.yml").write_text(JOINED)
    whole = read_lines([tmp_path], DOMAIN, False)
    latest = read_lines([tmp_path], DOMAIN, False, 3)
    assert [line.events for line in latest] == [line.events[-3:] for line in whole]
    assert [line.places for line in latest] == [line.places[-3:] for line in whole]


def test_a_broken_file_is_told_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "test_broken.yml").write_text("stories:\n- story: x\n  steps:\n  - intnt: greet\n")
    with pytest.raises(ProjectError, match=r"test_broken.yml:4"):
        read_lines([tmp_path], DOMAIN, True, None)


def test_conflicts_are_found_within_the_history_only(tmp_path: Path) -> None:
    (tmp_path / "stories.yml").write_text(
        "stories:\n"
        "- story: a\n  steps: [{intent: greet}, {action: utter_hi}, {intent: bye}, {action: utter_bye}]\n"
        "- story: b\n  steps: [{intent: order}, {action: action_note}, {intent: bye}, {action: utter_hi}]\n"
    )
    stories, _ = read_stories([tmp_path])
    lines = unfold(stories, DOMAIN)
    assert find_conflicts(lines, DOMAIN) == []
    (problem,) = find_conflicts(lines, DOMAIN, max_history=1)
    assert "after intent 'bye'" in problem.message
    assert problem.severity == "warning"
    assert set(problem.names) == {"utter_bye", "utter_hi"}
