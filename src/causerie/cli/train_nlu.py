"""``causerie train nlu``: the understanding only."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from causerie.cli import train_options as options
from causerie.cli.logs import Debug, LogConfig, Quiet, Verbose, set_up
from causerie.cli.without_effect import name_without_effect

NLU = Annotated[str | None, typer.Option("-u", "--nlu", help="NLU data: a file or a folder.")]


def nlu(
    context: typer.Context,
    config: options.CONFIG = None,
    domain: options.DOMAIN = None,
    out: options.OUT = options.MODELS,
    nlu: NLU = None,
    num_threads: options.NUM_THREADS = None,
    fixed_model_name: options.FIXED_NAME = None,
    persist_nlu_data: options.PERSIST_NLU_DATA = False,
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

    order = Order(out, fixed_model_name, finetune=finetune, core=False)
    sys.exit(train_project(training_files(domain, [nlu] if nlu else None, config), order))
