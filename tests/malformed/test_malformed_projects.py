"""However a project is broken, it loads or every mistake is told; nothing else ever comes out."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from causerie.errors import Problem, ProjectError
from causerie.files.domain_json import domain_as_yaml, domain_state, load_domain_state
from causerie.files.endpoints import read_endpoints
from causerie.files.project import ProjectPaths, read_project
from causerie.files.validate import check_training, validate
from causerie.files.write import write_stories

from .mutations import MUTATIONS

PROJECTS = [
    config.parent
    for config in sorted((Path(__file__).parents[1] / "conformance" / "projects").glob("*/config.yml"))
]
CASES = [
    pytest.param(project, mutation, seed, id=f"{project.name}-{mutation.__name__}-{seed}")
    for project in PROJECTS
    for mutation in MUTATIONS
    for seed in range(2)
]


def test_there_are_enough_of_them() -> None:
    assert len(CASES) >= 200


@pytest.mark.parametrize(("project", "mutation", "seed"), CASES)
def test_it_loads_or_tells_every_mistake(project, mutation, seed, tmp_path) -> None:
    broken = break_project(project, mutation, seed, tmp_path / "project")
    problems = problems_of(broken)
    for problem in problems:
        assert_helps(problem)


def break_project(project: Path, mutation, seed: int, target: Path) -> Path:
    """A copy of the project with one or two of its files broken."""
    rng = random.Random(f"{project.name} {mutation.__name__} {seed}")
    shutil.copytree(project, target, ignore=shutil.ignore_patterns("actions", "*.json", "conversations.yml"))
    files = sorted(target.rglob("*.yml"))
    for file in rng.sample(files, min(len(files), 1 + seed)):
        file.write_bytes(mutation(file.read_bytes(), rng))
    return target


def problems_of(folder: Path) -> tuple[Problem, ...]:
    """Every mistake told; a project that is refused has at least one."""
    try:
        use(folder)
    except ProjectError as error:
        return error.problems or (Problem(""),)
    return ()


def use(folder: Path) -> None:
    """What a run does with a project before it trains."""
    paths = ProjectPaths.in_folder(folder)
    project = read_project(paths)
    for problem in (*project.warnings, *validate(project), *check_training(project)):
        assert_helps(problem)
    assert load_domain_state(domain_state(project.domain)) == project.domain
    assert domain_as_yaml(project.domain)
    assert write_stories((*project.stories, *project.rules))
    read_endpoints(paths.endpoints)


def assert_helps(problem) -> None:
    assert problem.message.strip()
    assert problem.severity in ("error", "warning")
    assert not problem.place.file or Path(problem.place.file).exists()
    if problem.place.line:
        lines = (
            Path(problem.place.file).read_bytes().replace(b"\r\n", b"\n").replace(b"\r", b"\n").count(b"\n")
        )
        assert problem.place.line <= lines + 2
