from __future__ import annotations

from pathlib import Path

from .conftest import Command

OTHER_STORY = """
stories:
- story: other
  steps:
  - intent: greet
  - action: utter_goodbye
"""
OTHER_RULE = """
rules:
- rule: other
  steps:
  - intent: goodbye
  - action: utter_greet
"""


def add(project: Path, text: str) -> None:
    (project / "data" / "more.yml").write_text(text)


def test_a_sound_project_is_fine(causerie: Command, project: Path) -> None:
    for words in ((), ("stories",), ("--max-history", "3", "--fail-on-warnings")):
        done = causerie("data", "validate", *words)
        assert (done.returncode, done.stdout, done.stderr) == (0, "The project is fine.\n", "")


def test_stories_that_go_on_differently_are_told(causerie: Command, project: Path) -> None:
    add(project, OTHER_STORY)
    for words in ((), ("stories",)):
        done = causerie("data", "validate", *words)
        assert done.returncode == 0
        assert "conflict after intent 'greet'" in done.stderr
        assert "'utter_goodbye' in 'other'" in done.stderr
        assert causerie("data", "validate", *words, "--fail-on-warnings").returncode == 1


def test_rules_that_contradict_each_other_are_told(causerie: Command, project: Path) -> None:
    add(project, OTHER_RULE)
    done = causerie("data", "validate")
    assert done.returncode == 0
    assert "say goodbye when the user does" in done.stderr
    assert causerie("data", "validate", "--fail-on-warnings").returncode == 1


def test_all_errors_are_told_at_once_and_end_with_1(causerie: Command, project: Path) -> None:
    add(project, OTHER_STORY.replace("utter_goodbye", "action_unheard") + "nlu: [{intent: odd, examples: 3}]")
    (project / "domain.yml").write_text("intents: [a")
    done = causerie("data", "validate")
    assert done.returncode == 1
    assert "domain.yml" in done.stderr
    assert "more.yml" in done.stderr
    assert "completed with errors" in done.stdout


def test_an_unknown_action_ends_with_1(causerie: Command, project: Path) -> None:
    add(project, OTHER_STORY.replace("utter_goodbye", "action_unheard"))
    done = causerie("data", "validate")
    assert done.returncode == 1
    assert "action_unheard" in done.stderr


def test_a_history_of_nothing_makes_no_sense(causerie: Command, project: Path) -> None:
    done = causerie("data", "validate", "--max-history", "0")
    assert done.returncode == 1
    assert "--max-history" in done.stderr


def test_a_missing_config_or_domain_is_told(causerie: Command, project: Path) -> None:
    (project / "config.yml").unlink()
    assert "config.yml" in causerie("data", "validate").stderr
    done = causerie("data", "validate", "--config", "domain.yml", "--domain", "nowhere.yml")
    assert done.returncode == 1
    assert "nowhere.yml" in done.stderr


def test_missing_data_counts_as_empty(causerie: Command, project: Path) -> None:
    done = causerie("data", "validate", "--data", "nowhere")
    assert done.returncode == 0
    assert "nowhere" in done.stderr
    assert "greet" in done.stderr
