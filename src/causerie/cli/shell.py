"""``causerie shell``: talk to the assistant here; ``causerie shell nlu``: see what it understands."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from causerie.cli.logs import Debug, LogConfig, Quiet, Verbose, set_up
from causerie.cli.values import ModelGroup

SERVER = "Without effect: the shell needs no server"
MODEL = Annotated[Path, typer.Option("-m", "--model", help="A model, or a folder of models.")]

NAMED = Annotated[Path | None, typer.Argument(metavar="[MODEL]", help="The same as --model.")]


def add(app: typer.Typer) -> None:
    group = typer.Typer(
        cls=ModelGroup,
        subcommand_metavar="[MODEL]|[nlu]",
        help="Talk to the assistant in the terminal (or, with 'nlu', see what it understands).",
        invoke_without_command=True,
    )
    group.callback()(shell)
    group.command("nlu", help="Type messages and see what the assistant understands.")(nlu)
    app.add_typer(group, name="shell")


def shell(
    context: typer.Context,
    model: MODEL = Path("models"),
    conversation_id: Annotated[
        str | None, typer.Option("--conversation-id", help="The conversation to go on with.")
    ] = None,
    endpoints: Annotated[str | None, typer.Option("--endpoints", help="The endpoints file.")] = None,
    credentials: Annotated[str | None, typer.Option(rich_help_panel=SERVER)] = None,
    interface: Annotated[str, typer.Option("-i", "--interface", rich_help_panel=SERVER)] = "0.0.0.0",
    port: Annotated[int, typer.Option("-p", "--port", rich_help_panel=SERVER)] = 5005,
    enable_api: Annotated[bool, typer.Option("--enable-api", rich_help_panel=SERVER)] = False,
    auth_token: Annotated[str | None, typer.Option("-t", "--auth-token", rich_help_panel=SERVER)] = None,
    cors: Annotated[list[str] | None, typer.Option("--cors", rich_help_panel=SERVER)] = None,
    verbose: Verbose = False,
    debug: Debug = False,
    quiet: Quiet = False,
    logging_config_file: LogConfig = None,
) -> None:
    if context.invoked_subcommand:
        return
    set_up(verbose, debug, quiet, logging_config_file)
    from causerie.cli.project_files import project_paths
    from causerie.cli.talking import talk

    talk(project_paths(endpoints=endpoints), model, conversation_id)


def nlu(
    named: NAMED = None,
    model: MODEL = Path("models"),
    verbose: Verbose = False,
    debug: Debug = False,
    quiet: Quiet = False,
    logging_config_file: LogConfig = None,
) -> None:
    set_up(verbose, debug, quiet, logging_config_file)
    from causerie.cli.understanding import understand

    understand(named or model)
