"""``causerie train``: a project becomes a model."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from causerie.cli.logs import Debug, Quiet, Verbose, set_up

DATA = Annotated[list[str] | None, typer.Option("--data", help="Folders or files with training data.")]
CONFIG = Annotated[list[str] | None, typer.Option("-c", "--config", help="The configuration.")]
DOMAIN = Annotated[str | None, typer.Option("-d", "--domain", help="The domain: a file or a folder.")]
OUT = Annotated[Path, typer.Option("--out", help="Where the model is written.")]
FORCE = Annotated[bool, typer.Option("--force", help="Train everything, changed or not.")]
FIXED_NAME = Annotated[str | None, typer.Option("--fixed-model-name", help="Name of the model file.")]
DRY_RUN = Annotated[bool, typer.Option("--dry-run", help="Only say what would be trained.")]


def add(app: typer.Typer) -> None:
    app.command("train", help="Train a model of the project in this folder.")(train)


def train(
    data: DATA = None,
    config: CONFIG = None,
    domain: DOMAIN = None,
    out: OUT = Path("models"),
    dry_run: DRY_RUN = False,
    skip_validation: Annotated[
        bool, typer.Option("--skip-validation", help="Don't check the project first.")
    ] = False,
    fail_on_validation_warnings: Annotated[
        bool, typer.Option("--fail-on-validation-warnings", help="Warnings stop the training too.")
    ] = False,
    fixed_model_name: FIXED_NAME = None,
    force: FORCE = False,
    endpoints: Annotated[str | None, typer.Option("--endpoints", help="The endpoints file.")] = None,
    verbose: Verbose = False,
    debug: Debug = False,
    quiet: Quiet = False,
) -> None:
    set_up(verbose, debug, quiet)
    from causerie.cli.project_files import project_paths
    from causerie.cli.training import train_project

    code = train_project(
        project_paths(domain, data, config[0] if config else None, endpoints),
        out,
        fixed_name=fixed_model_name,
        force=force,
        dry_run=dry_run,
        check=not skip_validation,
        strict=fail_on_validation_warnings,
    )
    sys.exit(code)
