"""``causerie telemetry``: there is none, and the commands say so."""

from __future__ import annotations

import typer

from causerie.cli.logs import Debug, LogConfig, Quiet, Verbose, set_up


def add(app: typer.Typer) -> None:
    group = typer.Typer(help="Causerie never reports anything to anyone.", no_args_is_help=True)
    group.command("enable", help="Does nothing: there is nothing to enable.")(enable)
    group.command("disable", help="Does nothing: there is nothing to disable.")(disable)
    app.add_typer(group, name="telemetry")


def enable(
    verbose: Verbose = False,
    debug: Debug = False,
    quiet: Quiet = False,
    logging_config_file: LogConfig = None,
) -> None:
    set_up(verbose, debug, quiet, logging_config_file)
    typer.echo("Causerie has no telemetry to enable: it never sends anything.")


def disable(
    verbose: Verbose = False,
    debug: Debug = False,
    quiet: Quiet = False,
    logging_config_file: LogConfig = None,
) -> None:
    set_up(verbose, debug, quiet, logging_config_file)
    typer.echo("Causerie has no telemetry to disable: it never sends anything.")
