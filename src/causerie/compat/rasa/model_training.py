"""Training from Python code."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from causerie.errors import ModelError
from causerie.files.project import ProjectPaths, read_project
from causerie.training.archive import load, save
from causerie.training.latest import find_model, new_model_path
from causerie.training.model import Model
from causerie.training.train import train as train_project
from causerie.training.trust import classes_named_by

Paths = str | Path | list[str] | list[Path]


class TrainingResult(NamedTuple):
    """``model`` is the path of the archive."""

    model: str | None = None
    code: int = 0
    dry_run_results: Any = None


def train(
    domain: str | Path,
    config: str | Path,
    training_files: Paths,
    output: str | Path = "models",
    dry_run: bool = False,
    force_training: bool = False,
    fixed_model_name: str | None = None,
    **kwargs: Any,
) -> TrainingResult:
    """Understanding and dialogue; what has not changed is taken over from the newest model in ``output``."""
    return _train(_paths(domain, config, training_files), Path(output), force_training, fixed_model_name)


def train_nlu(
    config: str | Path,
    nlu_data: Paths,
    output: str | Path = "models",
    fixed_model_name: str | None = None,
    domain: str | Path | None = None,
    **kwargs: Any,
) -> str | None:
    """Understanding alone; the path of the archive."""
    paths = _paths(domain, config, nlu_data)
    return _train(paths, Path(output), True, fixed_model_name, core=False).model


def train_core(
    domain: str | Path,
    config: str | Path,
    stories: Paths,
    output: str | Path = "models",
    fixed_model_name: str | None = None,
    **kwargs: Any,
) -> str | None:
    """Dialogue alone; the path of the archive."""
    paths = _paths(domain, config, stories)
    return _train(paths, Path(output), True, fixed_model_name, nlu=False).model


def _paths(domain: str | Path | None, config: str | Path, data: Paths) -> ProjectPaths:
    listed = [data] if isinstance(data, str | Path) else data
    return ProjectPaths(
        root=Path(config).parent,
        domain=Path(domain) if domain else None,
        data=tuple(Path(path) for path in listed),
        config=Path(config),
    )


def _train(
    paths: ProjectPaths, output: Path, force: bool, name: str | None, *, nlu: bool = True, core: bool = True
) -> TrainingResult:
    project = read_project(paths, need_nlu=nlu, need_core=core)
    model = train_project(project, None if force else _previous(output, paths), nlu=nlu, core=core)
    return TrainingResult(str(save(model, new_model_path(output, name))))


def _previous(output: Path, paths: ProjectPaths) -> Model | None:
    try:
        return load(find_model(output), classes_named_by(paths))
    except ModelError:
        return None
