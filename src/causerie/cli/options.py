"""Options that several commands have."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from causerie.cli.without_effect import NOTHING

MODEL = Annotated[Path, typer.Option("-m", "--model", help="A model, or a folder of models.")]
NAMED_MODEL = Annotated[Path | None, typer.Argument(metavar="[MODEL]", help="The same as --model.")]
ENDPOINTS = Annotated[str | None, typer.Option("--endpoints", help="The endpoints file (endpoints.yml).")]
CONFIG = Annotated[str | None, typer.Option("-c", "--config", help="The configuration (config.yml).")]
DOMAIN = Annotated[str | None, typer.Option("-d", "--domain", help="The domain: a file or a folder.")]
DATA = Annotated[list[str] | None, typer.Option("--data", help="Folders or files with training data.")]
STORIES = Annotated[Path, typer.Option("-s", "--stories", help="Stories: a file or a folder.")]
NLU = Annotated[Path, typer.Option("-u", "--nlu", help="NLU data: a file or a folder.")]
RUNS = Annotated[int, typer.Option("--runs", min=1, help="How often to compare, with other data left out.")]
PERCENTAGES = Annotated[
    list[int] | None,
    typer.Option("--percentages", min=0, max=100, help="How much of the data to leave out (0 25 50 75)."),
]
NO_DOMAIN = Annotated[str | None, typer.Option("-d", "--domain", help=NOTHING)]

MODELS_FOLDER, DATA_FOLDER, RESULTS_FOLDER = Path("models"), Path("data"), Path("results")
USUAL_PERCENTAGES = (0, 25, 50, 75)
