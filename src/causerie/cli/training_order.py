"""What to train, and whether the project has what it takes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from causerie.cli.checking import declared_twice
from causerie.cli.failing import print_problems
from causerie.errors import CauserieError, Problem, ProjectError
from causerie.evaluation.story_conflicts import find_conflicts
from causerie.files.project import Project
from causerie.files.validate import check_training
from causerie.training.train import USUAL_AUGMENTATION
from causerie.training_data.unfolding import unfold


@dataclass(frozen=True, slots=True)
class Order:
    """What to train and where to. ``finetune`` is the model to go on from; it must be there."""

    out: Path
    fixed_name: str | None = None
    force: bool = False
    dry_run: bool = False
    check: bool = True
    strict: bool = False
    max_history: int | None = None
    finetune: Path | None = None
    debug_plots: bool = False
    augmentation: int = USUAL_AUGMENTATION
    nlu: bool = True
    core: bool = True


def check(project: Project, order: Order) -> None:
    """Prints warnings; raises CauserieError for what training can't do without."""
    if twice := declared_twice(project):
        raise ProjectError(twice)
    if project.warnings:
        print_problems(list(project.warnings))
    if order.check:
        _check_names(project, order)
    _check_data(project, order)


def _check_data(project: Project, order: Order) -> None:
    """Nothing to learn from is a mistake, most often of the folder."""
    if order.nlu and not order.core and not project.nlu.examples:
        raise CauserieError("There is no NLU data to train on. Name a file or folder with --nlu.")
    learnt = project.nlu.examples or project.stories or project.rules
    if order.nlu and order.core and not learnt:
        raise CauserieError("There is no training data. Name files or folders with --data.")


def check_language(project: Project, order: Order) -> None:
    """Rasa trains nothing without it; here tokenizers and models of a language depend on it, too."""
    if order.nlu and not project.config.language:
        raise ProjectError(
            Problem(
                "The configuration names no language.",
                project.config.place,
                expected="language: en",
                advice="Add the two letters of the language that your users write.",
                kind="config",
                names=("language",),
            )
        )


def _check_names(project: Project, order: Order) -> None:
    problems = list(check_training(project))
    if order.max_history is not None:
        if order.max_history < 1:
            raise CauserieError(f"--validation-max-history must be 1 or more; it is {order.max_history}.")
        lines = unfold(project.stories, project.domain)
        problems += find_conflicts(lines, project.domain, order.max_history)
    errors = [problem for problem in problems if problem.severity == "error"]
    if errors or (order.strict and problems):
        raise ProjectError(problems)
    if problems:
        print_problems(problems)
