"""``causerie train core``: the dialogue only."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from causerie.cli import train_options as options
from causerie.cli.logs import Debug, LogConfig, Quiet, Verbose, set_up
from causerie.cli.without_effect import NOTHING, name_without_effect

STORIES = Annotated[str | None, typer.Option("-s", "--stories", help="Stories: a file or a folder.")]
PERCENTAGES = Annotated[list[int] | None, typer.Option("--percentages", rich_help_panel=NOTHING)]
RUNS = Annotated[int, typer.Option("--runs", rich_help_panel=NOTHING)]


def core(
    context: typer.Context,
    stories: STORIES = None,
    domain: options.DOMAIN = None,
    config: options.CONFIG = None,
    out: options.OUT = options.MODELS,
    augmentation: options.AUGMENTATION = 50,
    debug_plots: options.DEBUG_PLOTS = False,
    force: options.FORCE = False,
    fixed_model_name: options.FIXED_NAME = None,
    percentages: PERCENTAGES = None,
    runs: RUNS = 3,
    finetune: options.FINETUNE = None,
    epoch_fraction: options.EPOCH_FRACTION = None,
    verbose: Verbose = False,
    debug: Debug = False,
    quiet: Quiet = False,
    logging_config_file: LogConfig = None,
) -> None:
    set_up(verbose, debug, quiet, logging_config_file)
    name_without_effect(context)
    from causerie.cli.training import Order, train_project
    from causerie.cli.training_files import training_files

    order = Order(out, fixed_model_name, force=force, finetune=finetune, debug_plots=debug_plots, nlu=False)
    sys.exit(train_project(training_files(domain, [stories] if stories else None, config), order))
