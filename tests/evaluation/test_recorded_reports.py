"""Reports of the same predictions hold the same keys and numbers as those that Rasa 3.6.21 wrote.

``recorded/record.py`` made the recording.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from causerie.dialogue.events import ActionExecuted
from causerie.errors import Place
from causerie.evaluation.nlu_reports import write_nlu_results
from causerie.evaluation.nlu_results import EntityResult, LabelResult, NluResults
from causerie.evaluation.results_folder import ResultsFolder
from causerie.evaluation.story_report import story_report
from causerie.evaluation.story_results import ActionCheck, MessageCheck, PlayedEvent, StoryResult

RECORDED = json.loads((Path(__file__).parent / "recorded" / "reports.json").read_text())
OF_NLU = [x for x in RECORDED if x["kind"] != "stories"]
OF_STORIES = [x for x in RECORDED if x["kind"] == "stories"]


def same(found: Any, recorded: Any) -> bool:
    """Numbers to the 9th place, and whole ones as whole ones."""
    if isinstance(recorded, dict):
        return found.keys() == recorded.keys() and all(same(found[key], recorded[key]) for key in recorded)
    if isinstance(recorded, list):
        return len(found) == len(recorded) and all(map(same, found, recorded))
    if isinstance(recorded, float):
        return isinstance(found, float) and found == pytest.approx(recorded, abs=1e-9)
    return type(found) is type(recorded) and bool(found == recorded)


def results(kind: str, predictions: list[Any]) -> NluResults:
    if kind == "entities":
        return NluResults(
            (),
            (),
            tuple(
                EntityResult(
                    x["text"], tuple(x["targets"]), tuple(x["predicted"]), tuple(map(tuple, x["tokens"]))
                )
                for x in predictions
            ),
        )
    labels = tuple(LabelResult(x["text"], x["target"], x["predicted"], x["confidence"]) for x in predictions)
    return NluResults(labels, (), ()) if kind == "intents" else NluResults((), labels, ())


@pytest.mark.parametrize("recorded", OF_NLU, ids=[f"{i} {x['kind']}" for i, x in enumerate(OF_NLU)])
def test_files_about_the_understanding(recorded: dict[str, Any], tmp_path: Path) -> None:
    write_nlu_results(
        results(recorded["kind"], recorded["predictions"]), ResultsFolder(tmp_path, successes=True)
    )
    written = {file.name: json.loads(file.read_text()) for file in tmp_path.iterdir()}
    assert written.keys() == recorded["files"].keys()
    for name, content in recorded["files"].items():
        assert same(written[name], content), (name, written[name], content)


def played(story: dict[str, Any]) -> StoryResult:
    actions = [ActionCheck(expected, predicted, "policy", 1.0) for expected, predicted in story["actions"]]
    messages = [
        MessageCheck(x["text"], *x["intents"], *map(tuple, x["entities"]))  # type: ignore[arg-type]
        for x in story["messages"]
    ]
    event = ActionExecuted(name="any")
    return StoryResult("s", "f", tuple(PlayedEvent(event, Place(), check) for check in (*actions, *messages)))


@pytest.mark.parametrize("recorded", OF_STORIES, ids=["many stories", "one story"])
def test_the_report_about_stories(recorded: dict[str, Any]) -> None:
    found = json.loads(json.dumps(story_report([played(story) for story in recorded["predictions"]])))
    assert same(found, recorded["files"]["story_report.json"]), found
