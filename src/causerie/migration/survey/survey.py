"""A project's folder → everything that is found in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from causerie.errors import CauserieError
from causerie.files.project import ProjectPaths
from causerie.migration.survey.code_part import code_findings
from causerie.migration.survey.command_lines import Verb, command_findings
from causerie.migration.survey.config_part import config_findings
from causerie.migration.survey.data_part import data_findings
from causerie.migration.survey.findings import Finding
from causerie.migration.survey.python_part import python_findings
from causerie.migration.survey.service_part import channel_findings, endpoint_findings


class NoProject(CauserieError):
    """There is no Rasa project to look at."""


def survey(paths: ProjectPaths, commands: Verb) -> list[Finding]:
    """In the order of a project's files, each finding once."""
    return list(dict.fromkeys(_survey(paths, commands)))


def project_in(folder: Path) -> ProjectPaths:
    """Raises NoProject for what is no folder, or has neither a configuration nor a domain."""
    if not folder.exists():
        raise NoProject(f"There is no folder '{folder}'.")
    if not folder.is_dir():
        raise NoProject(f"'{folder}' is a file; name the folder of a Rasa project.")
    paths = ProjectPaths.in_folder(folder)
    if paths.config is None and paths.domain is None:
        raise NoProject(
            f"'{folder}' is no Rasa project: it has neither config.yml nor domain.yml (or domain/)."
        )
    return paths


def _survey(paths: ProjectPaths, commands: Verb) -> Iterator[Finding]:
    if paths.config:
        yield from config_findings(paths.config, paths.root)
    yield from data_findings(paths)
    if paths.endpoints:
        yield from endpoint_findings(paths.endpoints, paths.root)
    if paths.credentials:
        yield from channel_findings(paths.credentials, paths.root)
    yield from code_findings(paths.root)
    yield from command_findings(paths.root, commands)
    yield from python_findings(paths.root)
