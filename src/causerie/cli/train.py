"""``causerie train``: a project becomes a model; ``nlu`` or ``core`` alone."""

from __future__ import annotations

import sys

import typer

from causerie.cli.command import add_command, add_group
from causerie.cli.options import (
    CONFIG,
    DATA,
    ENDPOINTS,
    PERCENTAGES,
    RUNS,
    USUAL_PERCENTAGES,
)
from causerie.cli.train_options import (
    AUGMENTATION,
    CONFIGS,
    DEBUG_PLOTS,
    FORCE,
    NLU,
    NUM_THREADS,
    PERSIST_NLU_DATA,
    STORIES,
    Checking,
    Making,
)


def add(app: typer.Typer) -> None:
    group = add_group(
        app,
        "train",
        "Train a model of the project in this folder (or, with 'nlu' or 'core', that part of it).",
        train,
    )
    add_command(group, "nlu", nlu, "Train the understanding only.")
    add_command(group, "core", core, "Train the dialogue only.")


def train(
    making: Making,
    checking: Checking,
    data: DATA = None,
    config: CONFIG = None,
    augmentation: AUGMENTATION = 50,
    debug_plots: DEBUG_PLOTS = False,
    num_threads: NUM_THREADS = None,
    persist_nlu_data: PERSIST_NLU_DATA = False,
    force: FORCE = False,
    endpoints: ENDPOINTS = None,
) -> None:
    from causerie.cli.training import train_project
    from causerie.cli.training_files import training_files
    from causerie.cli.training_order import Order

    order = Order(
        making.out,
        making.fixed_model_name,
        force=force,
        dry_run=checking.dry_run,
        check=not checking.skip_validation,
        strict=checking.fail_on_validation_warnings,
        max_history=checking.validation_max_history,
        finetune=making.finetune,
        debug_plots=debug_plots,
        augmentation=augmentation,
    )
    sys.exit(train_project(training_files(making.domain, data, config, endpoints), order))


def nlu(
    making: Making,
    config: CONFIG = None,
    nlu: NLU = None,
    num_threads: NUM_THREADS = None,
    persist_nlu_data: PERSIST_NLU_DATA = False,
) -> None:
    from causerie.cli.training import train_project
    from causerie.cli.training_files import training_files
    from causerie.cli.training_order import Order

    order = Order(making.out, making.fixed_model_name, finetune=making.finetune, core=False)
    sys.exit(train_project(training_files(making.domain, [nlu] if nlu else None, config), order))


def core(
    making: Making,
    stories: STORIES = None,
    config: CONFIGS = None,
    augmentation: AUGMENTATION = 50,
    debug_plots: DEBUG_PLOTS = False,
    force: FORCE = False,
    percentages: PERCENTAGES = None,
    runs: RUNS = 3,
) -> None:
    from causerie.cli.training import train_project
    from causerie.cli.training_files import training_files
    from causerie.cli.training_order import Order

    data = [stories] if stories else None
    if config and len(config) > 1:
        from causerie.cli.comparing import train_to_compare

        each = [training_files(making.domain, data, name) for name in config]
        train_to_compare(each, making.out, percentages or USUAL_PERCENTAGES, runs)
        return
    order = Order(
        making.out,
        making.fixed_model_name,
        force=force,
        finetune=making.finetune,
        debug_plots=debug_plots,
        augmentation=augmentation,
        nlu=False,
    )
    sys.exit(train_project(training_files(making.domain, data, config[0] if config else None), order))
