"""Options of ``causerie train`` and its verbs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from causerie.cli.options import DOMAIN, MODELS_FOLDER
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
