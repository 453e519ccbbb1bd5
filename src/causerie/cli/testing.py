"""Tests a model while a person watches."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from causerie.assembly import Surroundings, make_interpreter
from causerie.cli.project_files import project_paths
from causerie.cli.test_summary import show_nlu, show_stories
from causerie.cli.testing_open_turns import Wish, test_open_turns
from causerie.cli.training_files import training_files
from causerie.errors import CauserieError, ComponentError, ModelError
from causerie.evaluation.cross_validation import cross_validate
from causerie.evaluation.nlu_reports import write_nlu_results
from causerie.evaluation.nlu_results import NluResults, examine
from causerie.evaluation.play_stories import play
from causerie.evaluation.plots import Plots
from causerie.evaluation.results_folder import ResultsFolder
from causerie.evaluation.story_files import write_story_results
from causerie.evaluation.story_lines import TestLine, read_lines
from causerie.evaluation.story_results import StoryResult
from causerie.evaluation.subject import Subject
from causerie.files.endpoints import read_endpoints
from causerie.files.nlu import read_nlu
from causerie.files.project import ProjectPaths, read_project
from causerie.policies.ensemble import Ensemble
from causerie.settings import max_predictions_per_turn
from causerie.training.archive import load
from causerie.training.latest import find_model
from causerie.training.trust import classes_named_by
from causerie.training_data import NluData

console = Console(highlight=False, soft_wrap=True)


def results_folder(out: Path, plots: bool, successes: bool, errors: bool, warnings: bool) -> ResultsFolder:
    """Without matplotlib there are no pictures, and a line says so."""
    drawn: Plots | None = None
    if plots:
        try:
            drawn = Plots()
        except ComponentError as error:
            console.print(str(error), markup=False)
    return ResultsFolder(out, drawn, successes, errors, warnings)


def load_subject(models: Path, endpoints: str | None, need_nlu: bool = False) -> Subject:
    """The model to test; raises ModelError when there is none, or none that understands anything."""
    file = find_model(models)
    model = load(file, classes_named_by(ProjectPaths.in_folder(Path())))
    around = Surroundings(Path(), read_endpoints(project_paths(endpoints=endpoints).endpoints))
    if need_nlu and model.pipeline is None and around.endpoints.nlu is None:
        raise ModelError(f"The model {file} has no NLU part to test. Train one: causerie train")
    return Subject(
        model.domain,
        make_interpreter(model, around),
        Ensemble(model.policies),
        max_predictions_per_turn(),
    )


def test_stories(
    subject: Subject, stories: Path, folder: ResultsFolder, end_to_end: bool, latest: int | None, strict: bool
) -> None:
    """Play the stories, report, and show. ``strict``: exit with 1, without a report, if any fails."""
    if latest is not None:
        told = f"note: --max-stories {latest} plays the latest {latest} events of each story, as in Rasa."
        print(told, file=sys.stderr)
    lines = read_lines([existing(stories, "--stories")], subject.domain, end_to_end, latest)
    if lines and not subject.ensemble.policies:
        raise ModelError("The model has no policies, so stories can't be tested. Train one: causerie train")
    results = asyncio.run(_play(lines, subject, end_to_end))
    show_stories(results, stories, folder, console, written=not (strict and _failed(results)))
    if strict and _failed(results):
        sys.exit(1)
    write_story_results(results, folder)


def answer_stories(
    models: Path, endpoints: str | None, stories: Path, folder: ResultsFolder, wish: Wish
) -> None:
    """Answer the open turns of the stories, report, and show."""
    model = load(find_model(models), classes_named_by(ProjectPaths.in_folder(Path())))
    if model.open_turns is None and wish == "replay":
        return
    around = Surroundings(Path(), read_endpoints(project_paths(endpoints=endpoints).endpoints))
    lines = read_lines([existing(stories, "--stories")], model.domain, True, None)
    test_open_turns(model, around, lines, folder, wish, console)


def test_nlu(subject: Subject, nlu: Path, folder: ResultsFolder) -> None:
    """Let the model read all examples, report, and show."""
    data = read_nlu([existing(nlu, "--nlu")])
    results = asyncio.run(_examine(data, subject))
    show_nlu(write_nlu_results(results, folder), data, folder, console)


def cross_validate_nlu(
    nlu: Path, configs: Sequence[Path], domain: str | None, folds: int, folder: ResultsFolder
) -> None:
    """Train and test in turns, report, and show; needs no model."""
    config = str(configs[0]) if configs else None
    paths = training_files(domain, [str(existing(nlu, "--nlu"))], config)
    project = read_project(paths, need_core=False)
    with console.status("training …") as status:
        results = asyncio.run(cross_validate(project, folds, status.update))
    show_nlu(write_nlu_results(results, folder), project.nlu, folder, console)


async def _play(lines: list[TestLine], subject: Subject, end_to_end: bool) -> list[StoryResult]:
    with console.status("talking …"):
        return [await play(line, subject, end_to_end) for line in lines]


async def _examine(data: NluData, subject: Subject) -> NluResults:
    with console.status("reading the examples …"):
        return await examine(data, subject)


def _failed(results: list[StoryResult]) -> bool:
    return any(not result.passed for result in results)


def existing(path: Path, flag: str) -> Path:
    if not path.exists():
        raise CauserieError(f"There is no '{path}' ({flag}).")
    return path
