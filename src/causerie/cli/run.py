"""``causerie run``: serves the assistant; ``causerie run actions``: serves the project's actions."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from causerie.cli.logs import Debug, Quiet, Verbose, set_up


def add(app: typer.Typer) -> None:
    group = typer.Typer(
        help="Serve the assistant (or, with 'actions', the project's custom actions).",
        invoke_without_command=True,
    )
    group.callback()(run)
    group.command("actions", help="Serve the project's custom actions over HTTP.")(actions)
    app.add_typer(group, name="run")


def run(
    context: typer.Context,
    model: Annotated[Path, typer.Option("-m", "--model", help="A model, or a folder of models.")] = Path(
        "models"
    ),
    interface: Annotated[
        str, typer.Option("-i", "--interface", help="The address to listen on.")
    ] = "0.0.0.0",
    port: Annotated[int, typer.Option("-p", "--port", help="The port to listen on.")] = 5005,
    enable_api: Annotated[bool, typer.Option("--enable-api", help="Serve the HTTP API too.")] = False,
    endpoints: Annotated[str | None, typer.Option("--endpoints", help="The endpoints file.")] = None,
    credentials: Annotated[str | None, typer.Option("--credentials", help="The credentials file.")] = None,
    auth_token: Annotated[
        str | None, typer.Option("-t", "--auth-token", help="Token that API requests must carry.")
    ] = None,
    cors: Annotated[list[str] | None, typer.Option("--cors", help="Origins that may call.")] = None,
    verbose: Verbose = False,
    debug: Debug = False,
    quiet: Quiet = False,
) -> None:
    if context.invoked_subcommand:
        return
    set_up(verbose, debug, quiet)
    from causerie.cli.project_files import project_paths
    from causerie.server.app import Options
    from causerie.server.serve import serve

    paths = project_paths(endpoints=endpoints, credentials=credentials)
    serve(paths, model, interface, port, Options(enable_api, auth_token, tuple(cors or ())))


def actions(
    port: Annotated[int, typer.Option("-p", "--port", help="The port to listen on.")] = 5055,
    package: Annotated[str, typer.Option("--actions", help="The package of the actions.")] = "actions",
    verbose: Verbose = False,
    debug: Debug = False,
    quiet: Quiet = False,
) -> None:
    set_up(verbose, debug, quiet)
    from causerie.server.serve_actions import serve_actions

    serve_actions(package, port)
