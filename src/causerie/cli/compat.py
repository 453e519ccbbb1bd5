"""``causerie compat PROJECT``: what of a Rasa project runs here, what is replaced, and what is missing."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from causerie.cli.command import add_command

PROJECT = Annotated[Path, typer.Argument(metavar="PROJECT", help="The folder of the project.")]


@dataclass(frozen=True, slots=True)
class Writing:
    json: Annotated[
        str | None,
        typer.Option("--json", metavar="FILE", help="Write the report as JSON; - is the terminal."),
    ] = None
    out: Annotated[
        Path | None, typer.Option("--out", help="Write the report as a page: FILE.html or FILE.md.")
    ] = None


@dataclass(frozen=True, slots=True)
class Trying:
    no_train: Annotated[
        bool, typer.Option("--no-train", help="Look at the files only: train and play nothing.")
    ] = False
    against: Annotated[
        str | None,
        typer.Option("--against", metavar="URL", help="A running Rasa to talk to: http://host:5005."),
    ] = None
    conversations: Annotated[
        Path | None, typer.Option("--conversations", help="More to say to both: 'name: [text, …]' in YAML.")
    ] = None
    token: Annotated[str | None, typer.Option("--token", help="Rasa's --auth-token.")] = None
    jwt: Annotated[str | None, typer.Option("--jwt", help="A web token in its place.")] = None
    run_actions: Annotated[
        bool, typer.Option("--run-actions", help="Run custom actions here too, with all they do.")
    ] = False


def add(app: typer.Typer) -> None:
    add_command(app, "compat", compat, "Say what of a Rasa project runs here, and what to do about the rest.")


def compat(context: typer.Context, project: PROJECT, writing: Writing, trying: Trying) -> None:
    from causerie.cli.compat_report import Order, report_on
    from causerie.cli.known_commands import known_commands

    order = Order(
        writing.json,
        writing.out,
        training=not trying.no_train,
        against=trying.against,
        conversations=trying.conversations,
        token=trying.token,
        jwt=trying.jwt,
        run_actions=trying.run_actions,
    )
    sys.exit(report_on(project, known_commands(context.find_root().command), order))
