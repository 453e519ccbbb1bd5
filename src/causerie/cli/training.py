"""Trains a project while a person watches."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

from rich.console import Console

from causerie.cli.assistant_id import with_assistant_id
from causerie.cli.drawing import draw_stories
from causerie.cli.training_order import Order, check, check_language
from causerie.errors import CauserieError, ModelError
from causerie.files.project import Project, ProjectPaths, read_project
from causerie.policies.registry import keys_without_effect
from causerie.training.archive import load, save
from causerie.training.latest import find_model, new_model_path
from causerie.training.model import Model
from causerie.training.train import plan, train
from causerie.training.trust import classes_named_by

REPORTS = Path(".rasa")
PLOT = "story_blocks_connections.html"
UP_TO_DATE, NEEDED, FORCED = 0, 1, 8


def train_project(paths: ProjectPaths, order: Order) -> int:
    """The exit status; raises ProjectError when the project can't be trained."""
    console = Console(stderr=False, highlight=False, soft_wrap=True)
    started = time.perf_counter()
    project = read_project(paths, need_nlu=order.nlu, need_core=order.core)
    check(project, order)
    if order.finetune is not None:
        console.print(
            f"note: --finetune: {find_model(order.finetune)} is left as it is; the training is a full one.",
            markup=False,
        )
    if not order.dry_run:
        project = replace(project, config=with_assistant_id(project.config, paths.config))
    check_language(project, order)
    previous = None if order.force else _previous(order.out, classes_named_by(paths))
    if order.dry_run:
        return _dry_run(project, previous, order, console)
    if order.debug_plots:
        console.print(draw_stories((*project.stories, *project.rules), Path(PLOT), 2), markup=False)
    with console.status("training …") as status:

        def progress(line: str) -> None:
            status.update(line)
            console.print(f"  {line}")

        model = train(
            project,
            previous,
            nlu=order.nlu,
            core=order.core,
            augmentation=order.augmentation,
            progress=progress,
        )
        path = _saved(model, order)
    _tell_findings(model, console)
    for line in _notes(model):
        console.print(f"  note: {line}")
    seconds = time.perf_counter() - started
    console.print(f"Your model is trained and saved at '{path}' ({seconds:.1f} s).")
    return 0


def _tell_findings(model: Model, console: Console) -> None:
    """What was found out about the examples; nothing where understanding was not trained anew."""
    found = model.pipeline.findings() if model.pipeline else {}
    if not found:
        return
    from causerie.evaluation.training_page import summary, write_training_page

    for own in found.values():
        for line in summary(own):
            console.print(f"  found: {line}", markup=False)
    try:
        console.print(f"  found: all of it in '{write_training_page(found, REPORTS)}'", markup=False)
    except OSError as error:
        console.print(f"  note: the page of findings can't be written: {error}", markup=False)


def _saved(model: Model, order: Order) -> Path:
    try:
        return save(model, _model_path(order))
    except OSError as error:
        raise CauserieError(
            f"The model can't be saved in '{order.out}': {error.strerror or error}."
        ) from error


def _model_path(order: Order) -> Path:
    """Models of one part say so in their name, unless the name was asked for."""
    path = new_model_path(order.out, order.fixed_name)
    if order.fixed_name or (order.nlu and order.core):
        return path
    return path.with_name(f"{'nlu' if order.nlu else 'core'}-{path.name}")


def _notes(model: Model) -> list[str]:
    """What the training found that is worth knowing: keys without effect, data that nothing reads."""
    understanding = list(model.pipeline.warnings) if model.pipeline else []
    return list(dict.fromkeys([*understanding, *keys_without_effect(list(model.core_schema))]))


def _previous(out: Path, trusted: frozenset[str]) -> Model | None:
    """The model trained last, to take over what has not changed; an unreadable one is left alone."""
    try:
        return load(find_model(out), trusted)
    except ModelError:
        return None


def _dry_run(project: Project, previous: Model | None, order: Order, console: Console) -> int:
    if order.force:
        console.print("The training was forced: everything would be trained.")
        return FORCED
    todo = plan(project, previous, augmentation=order.augmentation).to_train
    if not todo:
        console.print("Nothing has changed: nothing would be trained.")
        return UP_TO_DATE
    console.print("These parts would be trained: " + ", ".join(todo))
    return NEEDED
