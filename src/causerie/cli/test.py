"""``causerie test``: test stories, and the examples of the training data; ``core`` or ``nlu`` alone."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from causerie.cli.command import HIDDEN, add_command, add_group
from causerie.cli.options import (
    DATA_FOLDER,
    DOMAIN,
    ENDPOINTS,
    MODEL,
    MODELS_FOLDER,
    NLU,
    RESULTS_FOLDER,
    STORIES,
    USUAL_PERCENTAGES,
)
from causerie.cli.without_effect import NOTHING

if TYPE_CHECKING:
    from causerie.evaluation.results_folder import ResultsFolder

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


def add(app: typer.Typer) -> None:
    text = "Test a model: its conversations by test stories, its understanding by examples."
    group = add_group(app, "test", text, both)
    add_command(group, "core", core, "Test conversations only.")
    add_command(group, "nlu", nlu, "Test the understanding only.")


def both(
    playing: Playing,
    reporting: Reporting,
    repeating: Annotated[Repeating, HIDDEN],
    model: MODEL = MODELS_FOLDER,
    stories: STORIES = Path(),
    nlu: NLU = DATA_FOLDER,
    config: CONFIGS = None,
    domain: DOMAIN = None,
) -> None:
    _test_core([model], stories, True, playing, reporting)
    _test_nlu(model, nlu, config, domain, reporting, repeating, playing.endpoints)


def core(
    playing: Playing,
    reporting: Reporting,
    model: MODELS = None,
    stories: STORIES = DATA_FOLDER,
    e2e: E2E = False,
) -> None:
    _test_core(model or [MODELS_FOLDER], stories, e2e, playing, reporting)


def nlu(
    reporting: Reporting,
    repeating: Repeating,
    model: MODEL = MODELS_FOLDER,
    nlu: NLU = DATA_FOLDER,
    config: CONFIGS = None,
    domain: DOMAIN = None,
) -> None:
    _test_nlu(model, nlu, config, domain, reporting, repeating, need_nlu=True)


def _test_core(models: list[Path], stories: Path, e2e: bool, playing: Playing, reporting: Reporting) -> None:
    from causerie.cli import comparing, testing

    if playing.evaluate_model_directory:
        comparing.compare_folder(models[0], stories, reporting.out, e2e)
        return
    if len(models) > 1:
        comparing.compare_models(models, stories, reporting.out, e2e)
        return
    folder = _folder(reporting)
    subject = testing.load_subject(models[0], playing.endpoints)
    strict = playing.fail_on_prediction_errors
    testing.test_stories(subject, stories, folder, e2e, playing.max_stories, strict)


def _test_nlu(
    model: Path,
    nlu: Path,
    configs: list[Path] | None,
    domain: str | None,
    reporting: Reporting,
    repeating: Repeating,
    endpoints: str | None = None,
    need_nlu: bool = False,
) -> None:
    from causerie.cli import comparing_nlu, testing

    compared = comparing_nlu.configurations(configs or [])
    if len(compared) > 1:
        percentages = repeating.percentages or USUAL_PERCENTAGES
        comparing_nlu.compare_nlu(compared, nlu, reporting.out, percentages, repeating.runs)
    elif repeating.cross_validation:
        testing.cross_validate_nlu(nlu, compared, domain, repeating.folds, _folder(reporting))
    else:
        subject = testing.load_subject(model, endpoints, need_nlu)
        testing.test_nlu(subject, nlu, _folder(reporting))


def _folder(reporting: Reporting) -> ResultsFolder:
    from causerie.cli.testing import results_folder

    return results_folder(
        reporting.out,
        not reporting.no_plot,
        reporting.successes,
        not reporting.no_errors,
        not reporting.no_warnings,
    )
