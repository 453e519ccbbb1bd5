"""``causerie channels check``: which channels are configured, and whether their platforms accept us."""

from __future__ import annotations

from typing import Annotated

import typer

from causerie.cli.command import add_command, add_group

CREDENTIALS = Annotated[
    str | None, typer.Option("--credentials", help="The file with the channels' credentials.")
]


def add(app: typer.Typer) -> None:
    group = add_group(app, "channels", "The channels in credentials.yml.")
    add_command(
        group, "check", check, "Say which channels are configured, and whether their platforms accept them."
    )


def check(credentials: CREDENTIALS = None) -> None:
    from causerie.cli.channels_checking import check_channels
    from causerie.cli.project_files import project_paths

    if not check_channels(project_paths(credentials=credentials).credentials):
        raise typer.Exit(1)
