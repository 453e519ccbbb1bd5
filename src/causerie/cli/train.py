"""``causerie train``: a project becomes a model; ``nlu`` or ``core`` alone."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from causerie.cli import train_options as options
from causerie.cli.logs import Debug, LogConfig, Quiet, Verbose, set_up
from causerie.cli.train_core import core
from causerie.cli.train_nlu import nlu
from causerie.cli.without_effect import name_without_effect

DATA = Annotated[list[str] | None, typer.Option("--data", help="Folders or files with training data.")]
DRY_RUN = Annotated[bool, typer.Option("--dry-run", help="Only say what would be trained.")]
SKIP_CHECK = Annotated[bool, typer.Option("--skip-validation", help="Don't check the project first.")]
FAIL = Annotated[bool, typer.Option("--fail-on-validation-warnings", help="Warnings stop the training too.")]
HISTORY = Annotated[
    int | None,
    typer.Option("--validation-max-history", help="Check for contradicting stories, with so many turns."),
]
ENDPOINTS = Annotated[str | None, typer.Option("--endpoints", help="The endpoints file.")]


def add(app: typer.Typer) -> None:
    group = typer.Typer(
        help="Train a model of the project in this folder (or, with 'nlu' or 'core', that part of it).",
        invoke_without_command=True,
    )
    group.callback()(train)
    group.command("nlu", help="Train the understanding only.")(nlu)
    group.command("core", help="Train the dialogue only.")(core)
    app.add_typer(group, name="train")


def train(
    context: typer.Context,
    data: DATA = None,
    config: options.CONFIG = None,
    domain: options.DOMAIN = None,
    out: options.OUT = options.MODELS,
    dry_run: DRY_RUN = False,
    skip_validation: SKIP_CHECK = False,
    fail_on_validation_warnings: FAIL = False,
    validation_max_history: HISTORY = None,
    augmentation: options.AUGMENTATION = 50,
    debug_plots: options.DEBUG_PLOTS = False,
    num_threads: options.NUM_THREADS = None,
    fixed_model_name: options.FIXED_NAME = None,
    persist_nlu_data: options.PERSIST_NLU_DATA = False,
    force: options.FORCE = False,
    finetune: options.FINETUNE = None,
    epoch_fraction: options.EPOCH_FRACTION = None,
    endpoints: ENDPOINTS = None,
    verbose: Verbose = False,
    debug: Debug = False,
    quiet: Quiet = False,
    logging_config_file: LogConfig = None,
) -> None:
    if context.invoked_subcommand:
        return
    set_up(verbose, debug, quiet, logging_config_file)
    name_without_effect(context)
    from causerie.cli.training import Order, train_project
    from causerie.cli.training_files import training_files

    order = Order(
        out,
        fixed_model_name,
        force=force,
        dry_run=dry_run,
        check=not skip_validation,
        strict=fail_on_validation_warnings,
        max_history=validation_max_history,
        finetune=finetune,
        debug_plots=debug_plots,
    )
    sys.exit(train_project(training_files(domain, data, config, endpoints), order))
