"""Options that the verbs of ``causerie train`` share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from causerie.cli.without_effect import NOTHING

CONFIG = Annotated[list[str] | None, typer.Option("-c", "--config", help="The configuration.")]
DOMAIN = Annotated[str | None, typer.Option("-d", "--domain", help="The domain: a file or a folder.")]
OUT = Annotated[Path, typer.Option("--out", help="The folder where the model is written.")]
FORCE = Annotated[bool, typer.Option("--force", help="Train everything, changed or not.")]
FIXED_NAME = Annotated[str | None, typer.Option("--fixed-model-name", help="Name of the model file.")]
DEBUG_PLOTS = Annotated[
    bool, typer.Option("--debug-plots", help="Draw the stories into story_blocks_connections.html.")
]
FINETUNE = Annotated[
    Path | None,
    typer.Option(
        "--finetune", metavar="[MODEL]", help="Needs a model; the training is a full one all the same."
    ),
]
EPOCH_FRACTION = Annotated[float | None, typer.Option("--epoch-fraction", rich_help_panel=NOTHING)]
AUGMENTATION = Annotated[int, typer.Option("--augmentation", rich_help_panel=NOTHING)]
NUM_THREADS = Annotated[int | None, typer.Option("--num-threads", rich_help_panel=NOTHING)]
PERSIST_NLU_DATA = Annotated[bool, typer.Option("--persist-nlu-data", rich_help_panel=NOTHING)]

MODELS = Path("models")
