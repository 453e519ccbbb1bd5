"""What the JSON Schemas find in a project's files and the readers pass over, such as unknown keys."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from causerie.errors import Place, Problem
from causerie.files.problems import Problems
from causerie.files.project import ProjectPaths
from causerie.files.schema_findings import Finding, findings
from causerie.files.walk import YAML_ENDINGS, data_files, domain_files, is_test_file
from causerie.files.yaml import read_yaml

READ_BY_NOBODY_ELSE = ("endpoints", "credentials")


def structure_problems(paths: ProjectPaths, told: Iterable[Problem]) -> list[Problem]:
    """Findings in places of which ``told`` says nothing yet.

    What the readers take is no error here; of endpoints and credentials nobody else tells.
    """
    known = {_line(problem.place) for problem in told}
    found: list[Problem] = []
    for file, schema in _files(paths):
        alone = schema in READ_BY_NOBODY_ELSE
        problems = Problems()
        root = read_yaml(file, problems, expand_variables=False)
        found += problems if alone else ()
        for finding in findings(root, schema) if root is not None else ():
            if not known & set(map(_line, finding.places)):
                found.append(_weighed(finding, alone))
    return found


def _weighed(finding: Finding, alone: bool) -> Problem:
    is_error = finding.stops or (alone and finding.problem.kind != "unknown_key")
    return finding.problem if is_error else replace(finding.problem, severity="warning")


def _files(paths: ProjectPaths) -> Iterator[tuple[Path, str]]:
    if paths.config is not None:
        yield paths.config, "config"
    for file in domain_files(paths.domain, Problems()) if paths.domain else ():
        yield file, "domain"
    for file in data_files(paths.data, Problems()):
        if file.suffix in YAML_ENDINGS:
            yield file, "test-stories" if is_test_file(file) else "training-data"
    if paths.endpoints is not None:
        yield paths.endpoints, "endpoints"
    if paths.credentials is not None:
        yield paths.credentials, "credentials"


def _line(place: Place) -> tuple[str, int]:
    return place.file, place.line
