"""Compares policies: trains several configurations, and plays stories on the models of each."""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from causerie.cli.testing import existing, load_subject
from causerie.errors import CauserieError, ComponentError
from causerie.evaluation.comparison import (
    CORE_GRAPH,
    PERCENTAGE,
    RESULTS,
    STORY_COUNTS,
    Numbers,
    correct_stories,
    draw_curves,
    left_out_stories,
    percentage_of,
    remaining,
)
from causerie.evaluation.results_folder import ResultsFolder
from causerie.files.project import ProjectPaths, read_project
from causerie.training.archive import save
from causerie.training.latest import SUFFIX
from causerie.training.train import train

console = Console(highlight=False, soft_wrap=True)


def train_to_compare(
    projects: Sequence[ProjectPaths], out: Path, percentages: Sequence[int], runs: int
) -> None:
    """``run_1/config__percentage__25.tar.gz`` and so on, and how many stories each percentage leaves."""
    names = names_of([paths.config for paths in projects if paths.config])
    read = [read_project(paths, need_nlu=False) for paths in projects]
    for run in range(1, runs + 1):
        for percentage in percentages:
            for name, project in zip(names, read, strict=True):
                model = train(left_out_stories(project, percentage, run), nlu=False)
                file = save(model, out / f"run_{run}" / f"{name}{PERCENTAGE}{percentage}{SUFFIX}")
                console.print(f"  '{file}'", markup=False)
    count = max(len(project.stories) + len(project.rules) for project in read)
    ResultsFolder(out).write_json(STORY_COUNTS, [remaining(count, x) for x in percentages])
    console.print(
        f"Compare them with: causerie test core --evaluate-model-directory --model {out}", markup=False
    )


def compare_folder(folder: Path, stories: Path, out: Path, end_to_end: bool) -> None:
    """Models of ``train_to_compare``: how many stories each predicts rightly, and curves of it."""
    place = folder.parent if folder.is_file() else folder
    runs = sorted(x for x in existing(place, "--model").iterdir() if x.is_dir() and any(x.glob(f"*{SUFFIX}")))
    if not runs:
        raise CauserieError(
            f"'{place}' (--model) has no folders of models to compare. Make some: "
            f"causerie train core --config one.yml two.yml --out {place}"
        )
    sizes = _story_counts(place / STORY_COUNTS)
    found: dict[str, list[list[float]]] = defaultdict(list)
    for run in runs:
        numbers: dict[str, list[float]] = defaultdict(list)
        for model in sorted(run.glob(f"*{SUFFIX}"), key=percentage_of):
            numbers[percentage_of(model)[0]].append(_correct(model, stories, end_to_end))
        for name, values in numbers.items():
            found[name].append(values)
    ResultsFolder(out).write_json(RESULTS, found)
    show_curves(out / CORE_GRAPH, sorted(sizes, reverse=True), found, "stories", "Number of correct stories")


def compare_models(models: Sequence[Path], stories: Path, out: Path, end_to_end: bool) -> None:
    """How many stories each of these models predicts rightly."""
    found = {model.name: [_correct(existing(model, "--model"), stories, end_to_end)] for model in models}
    ResultsFolder(out).write_json(RESULTS, found)
    for name, (correct,) in found.items():
        console.print(f"{name}: {correct} right", markup=False)
    console.print(f"The result is in '{out / RESULTS}'.", markup=False)


def names_of(configs: Sequence[Path]) -> list[str]:
    """What results call each configuration; raises CauserieError for two of one name."""
    names = [config.stem for config in configs]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise CauserieError(
            f"Two configurations are called '{twice[0]}', so their results can't be told apart. Rename one."
        )
    return names


def show_curves(file: Path, sizes: Sequence[int], results: Numbers, of_what: str, measure: str) -> None:
    """The picture, where it can be drawn, and the mean of all runs."""
    for name, runs in results.items():
        means = [sum(values) / len(values) for values in zip(*runs, strict=False)]
        console.print(f"{name}: {', '.join(f'{mean:.3g}' for mean in means)}", markup=False)
    if any(len(run) != len(sizes) for runs in results.values() for run in runs):
        console.print("No curves are drawn: not every run has a model for each percentage.")
        return
    try:
        draw_curves(file, sizes, results, of_what, measure)
    except ComponentError as error:
        console.print(str(error), markup=False)
    console.print(f"The results are in '{file.parent}'.", markup=False)


def _story_counts(file: Path) -> list[int]:
    try:
        sizes = json.loads(existing(file, "beside the models").read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise CauserieError(f"'{file}' can't be read: {error}") from error
    if not isinstance(sizes, list) or not all(isinstance(size, int) for size in sizes):
        raise CauserieError(f"'{file}' must be a list of whole numbers.")
    return sizes


def _correct(model: Path, stories: Path, end_to_end: bool) -> int:
    subject = load_subject(model, None)
    if not subject.ensemble.policies:
        raise CauserieError(f"The model {model} has no policies, so stories can't be tested.")
    return asyncio.run(correct_stories(subject, existing(stories, "--stories"), end_to_end))
