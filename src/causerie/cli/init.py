"""``causerie init``: a new project from a template, trained and ready to talk."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from causerie.cli.logs import Debug, LogConfig, Quiet, Verbose, set_up
from causerie.cli.templates_list import TEMPLATES, Template


def add(app: typer.Typer) -> None:
    app.command("init", help="Begin a new project with a template that works.")(init)


def init(
    no_prompt: Annotated[
        bool, typer.Option("--no-prompt", help="Ask nothing: all defaults, and a model is trained.")
    ] = False,
    init_dir: Annotated[Path | None, typer.Option("--init-dir", help="The folder of the project.")] = None,
    template: Annotated[
        Template | None,
        typer.Option("--template", help="; ".join(f"{x.value}: {told}" for x, told in TEMPLATES.items())),
    ] = None,
    verbose: Verbose = False,
    debug: Debug = False,
    quiet: Quiet = False,
    logging_config_file: LogConfig = None,
) -> None:
    set_up(verbose, debug, quiet, logging_config_file)
    from causerie.cli.starting import start_project

    sys.exit(start_project(init_dir, template, ask=not no_prompt and sys.stdin.isatty()))
