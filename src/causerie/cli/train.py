"""``causerie train``: a project becomes a model; ``nlu`` or ``core`` alone."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from causerie.cli.command import add_command, add_group
from causerie.cli.options import (
    CONFIG,
    DATA,
    DOMAIN,
    ENDPOINTS,
    MODELS_FOLDER,
    PERCENTAGES,
    RUNS,
    USUAL_PERCENTAGES,
)
from causerie.cli.without_effect import NOTHING

NLU = Annotated[str | None, typer.Option("-u", "--nlu", help="NLU data: a file or a folder.")]
STORIES = Annotated[str | None, typer.Option("-s", "--stories", help="Stories: a file or a folder.")]
CONFIGS = Annotated[
    list[str] | None,
    typer.Option("-c", "--config", help="The configuration; several are trained to be compared."),
]
AUGMENTATION = Annotated[
    int, typer.Option("--augmentation", help="Another number than last time trains the dialogue anew.")
]
DEBUG_PLOTS = Annotated[
    bool, typer.Option("--debug-plots", help="Draw the stories into story_blocks_connections.html.")
]
FORCE = Annotated[bool, typer.Option("--force", help="Train everything, changed or not.")]
NUM_THREADS = Annotated[int | None, typer.Option("--num-threads", help=NOTHING)]
PERSIST_NLU_DATA = Annotated[bool, typer.Option("--persist-nlu-data", help=NOTHING)]


@dataclass(frozen=True, slots=True)
class Making:
    """What becomes of the model, the same for each part."""

    domain: DOMAIN = None
    out: Annotated[Path, typer.Option("--out", help="The folder where the model is written.")] = MODELS_FOLDER
    fixed_model_name: Annotated[
        str | None, typer.Option("--fixed-model-name", help="Name of the model file.")
    ] = None
    finetune: Annotated[
        Path | None,
        typer.Option(
            "--finetune", metavar="[MODEL]", help="Needs a model; the training is a full one all the same."
        ),
    ] = None
    epoch_fraction: Annotated[float | None, typer.Option("--epoch-fraction", help=NOTHING)] = None


@dataclass(frozen=True, slots=True)
class Checking:
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be trained.")] = False
    skip_validation: Annotated[
        bool, typer.Option("--skip-validation", help="Don't check the project first.")
    ] = False
    fail_on_validation_warnings: Annotated[
        bool, typer.Option("--fail-on-validation-warnings", help="Warnings stop the training too.")
    ] = False
    validation_max_history: Annotated[
        int | None,
        typer.Option("--validation-max-history", help="Check for contradicting stories, with so many turns."),
    ] = None


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
    from causerie.cli.training import Order, train_project
    from causerie.cli.training_files import training_files

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
    from causerie.cli.training import Order, train_project
    from causerie.cli.training_files import training_files

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
    from causerie.cli.training import Order, train_project
    from causerie.cli.training_files import training_files

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
