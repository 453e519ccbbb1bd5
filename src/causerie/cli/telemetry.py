"""``causerie telemetry``: there is none, and the commands say so."""

from __future__ import annotations

import typer

from causerie.cli.command import add_command, add_group


def add(app: typer.Typer) -> None:
    group = add_group(app, "telemetry", "Causerie never reports anything to anyone.")
    add_command(group, "enable", enable, "Does nothing: there is nothing to enable.")
    add_command(group, "disable", disable, "Does nothing: there is nothing to disable.")


def enable() -> None:
    typer.echo("Causerie has no telemetry to enable: it never sends anything.")


def disable() -> None:
    typer.echo("Causerie has no telemetry to disable: it never sends anything.")
