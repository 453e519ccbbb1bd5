"""Trains a project into a temporary model and plays its test stories."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from causerie.assembly import Surroundings, make_interpreter
from causerie.errors import CauserieError
from causerie.evaluation.play_stories import play
from causerie.evaluation.story_lines import TestLine, read_lines
from causerie.evaluation.story_results import StoryResult
from causerie.evaluation.subject import Subject
from causerie.files.endpoints import read_endpoints
from causerie.files.project import ProjectPaths, read_project
from causerie.files.walk import YAML_ENDINGS
from causerie.policies.ensemble import Ensemble
from causerie.ports import Progress
from causerie.settings import max_predictions_per_turn
from causerie.training.archive import load, save
from causerie.training.model import Model
from causerie.training.train import train
from causerie.training.trust import classes_named_by


@dataclass(frozen=True, slots=True)
class Trial:
    """``error``: why it could not be trained, or its stories not played."""

    seconds: float = 0.0
    error: str = ""
    model: Model | None = None
    lines: tuple[TestLine, ...] = ()
    results: tuple[StoryResult, ...] = ()

    @property
    def passed(self) -> bool:
        return not self.error and all(result.passed for result in self.results)


def try_out(paths: ProjectPaths, progress: Progress) -> Trial:
    """Whatever goes wrong is part of the result."""
    began = time.perf_counter()
    try:
        model = _trained(paths, progress)
    except Exception as error:
        return Trial(error=_told(error))
    seconds = time.perf_counter() - began
    try:
        lines = read_lines(_test_places(paths.root), model.domain, only_tests=True) if model.policies else []
        progress(f"playing {len(lines)} test stories")
        results = asyncio.run(_played(lines, model, paths))
    except Exception as error:
        return Trial(seconds, _told(error), model)
    return Trial(seconds, "", model, tuple(lines), tuple(results))


def _trained(paths: ProjectPaths, progress: Progress) -> Model:
    """Saved and read again, for this is what a server does."""
    trained = train(read_project(paths), progress=progress)
    with TemporaryDirectory(prefix="causerie-compat-") as folder:
        file = save(trained, Path(folder) / "model.tar.gz")
        return load(file, classes_named_by(paths))


def _test_places(root: Path) -> list[Path]:
    """All test files, and every file of tests/, whatever its name."""
    return [root, *(file for file in sorted((root / "tests").glob("*")) if file.suffix in YAML_ENDINGS)]


async def _played(lines: Sequence[TestLine], model: Model, paths: ProjectPaths) -> list[StoryResult]:
    around = Surroundings(paths.root, read_endpoints(paths.endpoints))
    interpreter = make_interpreter(model, around)
    subject = Subject(model.domain, interpreter, Ensemble(model.policies), max_predictions_per_turn())
    return [await play(line, subject, end_to_end=True) for line in lines]


def _told(error: Exception) -> str:
    """Code of the project's own may raise anything."""
    return str(error) if isinstance(error, CauserieError) else f"{type(error).__name__}: {error}"
