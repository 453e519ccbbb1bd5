"""Checks a project while a person watches."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from causerie.cli.failing import print_problems
from causerie.cli.project_files import project_paths
from causerie.cli.training_files import no_config
from causerie.errors import CauserieError, Problem, ProjectError
from causerie.evaluation.rule_conflicts import find_rule_conflicts
from causerie.evaluation.story_conflicts import find_conflicts
from causerie.files.project import Project, ProjectPaths, read_project
from causerie.files.structure import structure_problems
from causerie.files.validate import validate
from causerie.files.validate_stories import check_slots
from causerie.training_data.unfolding import unfold

SOUND, FLAWED = 0, 1
TWICE = "duplicate"


def paths_to_check(domain: str | None, data: list[str] | None, config: str | None) -> ProjectPaths:
    """Training data that is named but not there counts as empty; everything else must be there."""
    existing = [name for name in data or () if Path(name).exists()]
    for name in data or ():
        if name not in existing:
            print(f"There is no '{name}' (--data); it is taken as empty.", file=sys.stderr)
    paths = project_paths(domain, existing, config)
    if data and not existing:
        paths = replace(paths, data=())
    return paths


def check_project(paths: ProjectPaths, strict: bool, max_history: int | None) -> int:
    """All that can be found without training; the exit status. ``strict``: warnings are errors."""
    return _check(paths, strict, max_history, whole=True)


def check_stories(paths: ProjectPaths, strict: bool, max_history: int | None) -> int:
    """Contradictions between stories, and between rules, only."""
    return _check(paths, strict, max_history, whole=False)


def _check(paths: ProjectPaths, strict: bool, max_history: int | None, whole: bool) -> int:
    if max_history is not None and max_history < 1:
        raise CauserieError(f"--max-history must be 1 or more; it is {max_history}.")
    try:
        problems = _problems(paths, max_history, whole)
    except ProjectError as error:
        problems = list(error.problems)
    if whole:
        problems += structure_problems(paths, problems)
    if problems:
        print_problems(problems)
    flawed = any(problem.severity == "error" for problem in problems) or (strict and bool(problems))
    print("Project validation completed with errors." if flawed else "The project is fine.")
    return FLAWED if flawed else SOUND


def _problems(paths: ProjectPaths, max_history: int | None, whole: bool) -> list[Problem]:
    if paths.config is None:
        raise ProjectError(no_config(paths))
    project = read_project(paths)
    twice = declared_twice(project)
    if whole:
        others = [problem for problem in project.warnings if problem.kind != TWICE]
        found = [*twice, *others, *validate(project), *_unknown_slots(project)]
    else:
        found = twice
    return [*found, *_story_problems(project, max_history)]


def declared_twice(project: Project) -> list[Problem]:
    """What the domain declares twice: an error of commands, as in Rasa, whose server lets it pass."""
    return [replace(x, severity="error") for x in project.warnings if x.kind == TWICE]


def _unknown_slots(project: Project) -> list[Problem]:
    """Training refuses them; Rasa's validation only warns."""
    return [replace(problem, severity="warning") for problem in check_slots(project)]


def _story_problems(project: Project, max_history: int | None) -> list[Problem]:
    conflicts = find_conflicts(unfold(project.stories, project.domain), project.domain, max_history)
    return [*conflicts, *find_rule_conflicts(project)]
