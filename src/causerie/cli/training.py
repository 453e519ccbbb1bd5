"""Trains a project while a person watches."""

from __future__ import annotations

import time
from pathlib import Path

from rich.console import Console

from causerie.cli.failing import print_problems
from causerie.errors import ModelError, ProjectError
from causerie.files.project import Project, ProjectPaths, read_project
from causerie.files.validate import check_training
from causerie.policies.registry import keys_without_effect
from causerie.training.archive import load, save
from causerie.training.latest import find_model, new_model_path
from causerie.training.model import Model
from causerie.training.train import plan, train
from causerie.training.trust import classes_named_by

UP_TO_DATE, NEEDED, FORCED = 0, 1, 8


def train_project(
    paths: ProjectPaths,
    out: Path,
    *,
    fixed_name: str | None = None,
    force: bool = False,
    dry_run: bool = False,
    check: bool = True,
    strict: bool = False,
    nlu: bool = True,
    core: bool = True,
) -> int:
    """The exit status; raises ProjectError when the project can't be trained."""
    console = Console(stderr=False, highlight=False)
    started = time.perf_counter()
    project = read_project(paths, need_nlu=nlu, need_core=core)
    if check:
        _check(project, strict)
    previous = None if force else _previous(out, classes_named_by(paths))
    if dry_run:
        return _dry_run(project, previous, force, console)
    with console.status("training …") as status:

        def progress(line: str) -> None:
            status.update(line)
            console.print(f"  {line}")

        model = train(project, previous, nlu=nlu, core=core, progress=progress)
        path = save(model, new_model_path(out, fixed_name))
    for line in _notes(model):
        console.print(f"  note: {line}")
    seconds = time.perf_counter() - started
    console.print(f"Your model is trained and saved at '{path}' ({seconds:.1f} s).")
    return 0


def _notes(model: Model) -> list[str]:
    """What the training found that is worth knowing: keys without effect, data that nothing reads."""
    understanding = list(model.pipeline.warnings) if model.pipeline else []
    return list(dict.fromkeys([*understanding, *keys_without_effect(list(model.core_schema))]))


def _check(project: Project, strict: bool) -> None:
    problems = check_training(project)
    errors = [problem for problem in problems if problem.severity == "error"]
    if errors or (strict and problems):
        raise ProjectError(problems)
    if problems:
        print_problems(problems)


def _previous(out: Path, trusted: frozenset[str]) -> Model | None:
    """The model trained last, to take over what has not changed; an unreadable one is left alone."""
    try:
        return load(find_model(out), trusted)
    except ModelError:
        return None


def _dry_run(project: Project, previous: Model | None, force: bool, console: Console) -> int:
    if force:
        console.print("The training was forced: everything would be trained.")
        return FORCED
    todo = plan(project, previous).to_train
    if not todo:
        console.print("Nothing has changed: nothing would be trained.")
        return UP_TO_DATE
    console.print("These parts would be trained: " + ", ".join(todo))
    return NEEDED
