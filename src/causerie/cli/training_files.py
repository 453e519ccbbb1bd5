"""The files that a training reads."""

from __future__ import annotations

from causerie.cli.project_files import project_paths
from causerie.errors import Place, Problem, ProjectError
from causerie.files.project import ProjectPaths


def training_files(
    domain: str | None, data: list[str] | None, config: str | None, endpoints: str | None = None
) -> ProjectPaths:
    """Raises CauserieError for what is not there; a training needs a configuration."""
    paths = project_paths(domain, data, config, endpoints)
    if paths.config is None:
        raise ProjectError(no_config(paths))
    return paths


def no_config(paths: ProjectPaths) -> Problem:
    return Problem(
        "The project has no configuration.",
        Place(str(paths.root)),
        expected="config.yml",
        advice="Name it with --config, or run in the project's folder.",
        kind="missing_file",
    )
