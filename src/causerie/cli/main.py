"""``causerie`` and its alias ``rasa``."""

from __future__ import annotations

import os
import sys

import typer

from causerie.cli import (
    channels,
    compat,
    data,
    evaluate,
    export,
    feedback,
    init,
    interactive,
    run,
    shadow,
    shell,
    telemetry,
    test,
    train,
    visualize,
    x,
)
from causerie.cli.failing import shown
from causerie.cli.groups import Group

app = typer.Typer(
    name="causerie",
    cls=Group,
    help="Conversations under control: runs Rasa 3 projects on today's Python.",
    no_args_is_help=False,
    add_completion=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
)
init.add(app)
train.add(app)
run.add(app)
shell.add(app)
interactive.add(app)
test.add(app)
data.add(app)
visualize.add(app)
export.add(app)
feedback.add(app)
evaluate.add(app)
telemetry.add(app)
compat.add(app)
channels.add(app)
shadow.add(app)
x.add(app)


@app.callback(invoke_without_command=True)
def top(
    context: typer.Context,
    version: bool = typer.Option(False, "--version", help="Print the version and exit."),
) -> None:
    if version:
        import platform

        import causerie

        typer.echo(f"Causerie version : {causerie.__version__}")
        typer.echo("Rasa compatible  : 3.6.21")
        typer.echo(f"Python version   : {platform.python_version()}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
        raise typer.Exit(1)


def main() -> None:
    """Entry point of the commands; mistakes of the user end with a message and code 1."""
    # Classes of the project's own (components, policies, actions) are found beside its files.
    if "" not in sys.path and os.getcwd() not in sys.path:
        sys.path.insert(0, os.getcwd())
    with shown():
        app(prog_name="rasa" if sys.argv and sys.argv[0].endswith("rasa") else "causerie")
