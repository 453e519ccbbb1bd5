"""``causerie data``: check, split, convert and migrate the project's files."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import Annotated

import typer

from causerie.cli import data_change, data_schemas
from causerie.cli.command import add_command, add_group
from causerie.cli.options import CONFIG, DATA, DOMAIN


@dataclass(frozen=True, slots=True)
class Checking:
    config: CONFIG = None
    domain: DOMAIN = None
    data: DATA = None
    fail_on_warnings: Annotated[
        bool, typer.Option("--fail-on-warnings", help="Warnings count as errors.")
    ] = False
    max_history: Annotated[
        int | None,
        typer.Option("--max-history", help="Stories are alike if so many of their latest turns are (all)."),
    ] = None


def add(app: typer.Typer) -> None:
    group = add_group(app, "data", "Check, split, convert and migrate the project's files.")
    checks = add_group(
        group,
        "validate",
        "Check the domain and the training data (or, with 'stories', the stories alone).",
        validate,
    )
    add_command(checks, "stories", stories, "Check whether stories contradict each other.")
    data_change.add(group)
    data_schemas.add(group)


def validate(given: Checking) -> None:
    from causerie.cli.checking import check_project, paths_to_check

    paths = paths_to_check(given.domain, given.data, given.config)
    sys.exit(check_project(paths, given.fail_on_warnings, given.max_history))


def stories(given: Checking) -> None:
    from causerie.cli.checking import check_stories, paths_to_check

    paths = paths_to_check(given.domain, given.data, given.config)
    sys.exit(check_stories(paths, given.fail_on_warnings, given.max_history))
