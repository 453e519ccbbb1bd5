"""Options of ``causerie test`` and its verbs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from causerie.cli.options import ENDPOINTS, RESULTS_FOLDER
from causerie.cli.without_effect import NOTHING

MODELS = Annotated[
    list[Path] | None, typer.Option("-m", "--model", help="A model, or a folder; several are compared.")
]
CONFIGS = Annotated[
    list[Path] | None,
    typer.Option(
        "-c", "--config", help="The configuration to cross-validate; several, or a folder: compare."
    ),
]
E2E = Annotated[
    bool, typer.Option("--e2e", "--end-to-end", help="Understand the messages of test stories, too.")
]


@dataclass(frozen=True, slots=True)
class Playing:
    """How test stories are played."""

    max_stories: Annotated[
        int | None,
        typer.Option("--max-stories", min=1, help="Play only so many events from the end of each story."),
    ] = None
    endpoints: ENDPOINTS = None
    fail_on_prediction_errors: Annotated[
        bool,
        typer.Option(
            "--fail-on-prediction-errors", help="End with status 1 if a story fails; writes no files."
        ),
    ] = False
    url: Annotated[str | None, typer.Option("--url", help=NOTHING)] = None
    evaluate_model_directory: Annotated[
        bool,
        typer.Option(
            "--evaluate-model-directory", help="Compare the models that 'train core' made of several configs."
        ),
    ] = False


@dataclass(frozen=True, slots=True)
class Asking:
    """Whether a GPT is asked in open turns, besides its recordings. The help is that of Rasa, option by option."""

    record_llm: Annotated[bool, typer.Option("--record-llm", hidden=True)] = False
    live_llm: Annotated[bool, typer.Option("--live-llm", hidden=True)] = False


@dataclass(frozen=True, slots=True)
class Reporting:
    no_plot: Annotated[bool, typer.Option("--no-plot", help="Draw no pictures.")] = False
    successes: Annotated[bool, typer.Option("--successes", help="Write what was right, too.")] = False
    no_errors: Annotated[bool, typer.Option("--no-errors", help="Don't write what was wrong.")] = False
    no_warnings: Annotated[bool, typer.Option("--no-warnings", help="Don't write stories with warnings.")] = (
        False
    )
    out: Annotated[Path, typer.Option("--out", help="The folder of the reports.")] = RESULTS_FOLDER


@dataclass(frozen=True, slots=True)
class Repeating:
    """Tests of the understanding that train by themselves."""

    cross_validation: Annotated[
        bool, typer.Option("--cross-validation", help="Train and test anew, on the configuration, in turns.")
    ] = False
    folds: Annotated[int, typer.Option("-f", "--folds", help="In how many turns.")] = 5
    runs: Annotated[int, typer.Option("-r", "--runs", min=1, help="How often to compare.")] = 3
    percentages: Annotated[
        list[int] | None,
        typer.Option(
            "-p", "--percentages", min=0, max=100, help="How much to leave out when comparing (0 25 50 75)."
        ),
    ] = None
