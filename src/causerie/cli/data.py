"""``causerie data``: check, split, convert and migrate the project's files."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from causerie.cli import data_change
from causerie.cli.logs import Debug, LogConfig, Quiet, Verbose, set_up

CONFIG = Annotated[str | None, typer.Option("-c", "--config", help="The configuration.")]
DOMAIN = Annotated[str | None, typer.Option("-d", "--domain", help="The domain: a file or a folder.")]
DATA = Annotated[list[str] | None, typer.Option("--data", help="Folders or files with training data.")]
FAIL = Annotated[bool, typer.Option("--fail-on-warnings", help="Warnings count as errors.")]
HISTORY = Annotated[
    int | None,
    typer.Option("--max-history", help="Stories are alike if so many of their latest turns are (all)."),
]


def add(app: typer.Typer) -> None:
    group = typer.Typer(help="Check, split, convert and migrate the project's files.", no_args_is_help=True)
    checks = typer.Typer(
        help="Check the domain and the training data (or, with 'stories', the stories alone).",
        invoke_without_command=True,
    )
    checks.callback()(validate)
    checks.command("stories", help="Check whether stories contradict each other.")(stories)
    group.add_typer(checks, name="validate")
    data_change.add(group)
    app.add_typer(group, name="data")


def validate(
    context: typer.Context,
    config: CONFIG = None,
    domain: DOMAIN = None,
    data: DATA = None,
    fail_on_warnings: FAIL = False,
    max_history: HISTORY = None,
    verbose: Verbose = False,
    debug: Debug = False,
    quiet: Quiet = False,
    logging_config_file: LogConfig = None,
) -> None:
    if context.invoked_subcommand:
        return
    set_up(verbose, debug, quiet, logging_config_file)
    from causerie.cli.checking import check_project, paths_to_check

    sys.exit(check_project(paths_to_check(domain, data, config), fail_on_warnings, max_history))


def stories(
    config: CONFIG = None,
    domain: DOMAIN = None,
    data: DATA = None,
    fail_on_warnings: FAIL = False,
    max_history: HISTORY = None,
    verbose: Verbose = False,
    debug: Debug = False,
    quiet: Quiet = False,
    logging_config_file: LogConfig = None,
) -> None:
    set_up(verbose, debug, quiet, logging_config_file)
    from causerie.cli.checking import check_stories, paths_to_check

    sys.exit(check_stories(paths_to_check(domain, data, config), fail_on_warnings, max_history))
