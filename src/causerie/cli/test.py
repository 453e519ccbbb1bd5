"""``causerie test``: test stories, and the examples of the training data; ``core`` or ``nlu`` alone."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from causerie.cli.logs import Debug, LogConfig, Quiet, Verbose, set_up

MODEL = Annotated[Path, typer.Option("-m", "--model", help="A model, or a folder of models.")]
STORIES = Annotated[Path, typer.Option("-s", "--stories", help="The test stories: a file or a folder.")]
NLU = Annotated[Path, typer.Option("-u", "--nlu", help="Annotated examples: a file or a folder.")]
MAX_STORIES = Annotated[int | None, typer.Option("--max-stories", min=1, help="Test no more than these.")]
ENDPOINTS = Annotated[str | None, typer.Option("--endpoints", help="The endpoints file.")]
FAIL = Annotated[
    bool,
    typer.Option("--fail-on-prediction-errors", help="End with status 1 if a story fails; writes no files."),
]
CONFIG = Annotated[
    list[str] | None, typer.Option("-c", "--config", help="Has no effect: a model is tested as it is.")
]
DOMAIN = Annotated[
    str | None, typer.Option("-d", "--domain", help="Has no effect: the model holds its domain.")
]
NO_PLOT = Annotated[bool, typer.Option("--no-plot", help="Draw no pictures.")]
SUCCESSES = Annotated[bool, typer.Option("--successes", help="Write what was right, too.")]
NO_ERRORS = Annotated[bool, typer.Option("--no-errors", help="Don't write what was wrong.")]
NO_WARNINGS = Annotated[bool, typer.Option("--no-warnings", help="Don't write stories with warnings.")]
OUT = Annotated[Path, typer.Option("--out", help="The folder of the reports.")]
E2E = Annotated[
    bool, typer.Option("--e2e", "--end-to-end", help="Understand the messages of test stories, too.")
]
CROSS = Annotated[
    bool, typer.Option("--cross-validation", help="Train and test anew, on the configuration, in turns.")
]
FOLDS = Annotated[int, typer.Option("-f", "--folds", help="In how many turns.")]
CROSS_CONFIG = Annotated[
    list[str] | None, typer.Option("-c", "--config", help="The configuration, for --cross-validation.")
]

MODELS, HERE, DATA, RESULTS = Path("models"), Path("."), Path("data"), Path("results")


def add(app: typer.Typer) -> None:
    group = typer.Typer(
        help="Test a model: its conversations by test stories, its understanding by examples.",
        invoke_without_command=True,
    )
    group.callback()(both)
    group.command("core", help="Test conversations only.")(core)
    group.command("nlu", help="Test the understanding only.")(nlu)
    app.add_typer(group, name="test")


def both(
    context: typer.Context,
    model: MODEL = MODELS,
    stories: STORIES = HERE,
    max_stories: MAX_STORIES = None,
    endpoints: ENDPOINTS = None,
    fail_on_prediction_errors: FAIL = False,
    nlu: NLU = DATA,
    config: CONFIG = None,
    domain: DOMAIN = None,
    no_plot: NO_PLOT = False,
    successes: SUCCESSES = False,
    no_errors: NO_ERRORS = False,
    no_warnings: NO_WARNINGS = False,
    out: OUT = RESULTS,
    verbose: Verbose = False,
    debug: Debug = False,
    quiet: Quiet = False,
    logging_config_file: LogConfig = None,
) -> None:
    if context.invoked_subcommand:
        return
    set_up(verbose, debug, quiet, logging_config_file)
    from causerie.cli.testing import load_subject, results_folder, test_nlu, test_stories

    folder = results_folder(out, not no_plot, successes, not no_errors, not no_warnings)
    subject = load_subject(model, endpoints)
    test_stories(subject, stories, folder, True, max_stories, fail_on_prediction_errors)
    test_nlu(subject, nlu, folder)


def core(
    model: MODEL = MODELS,
    stories: STORIES = DATA,
    max_stories: MAX_STORIES = None,
    e2e: E2E = False,
    endpoints: ENDPOINTS = None,
    fail_on_prediction_errors: FAIL = False,
    no_plot: NO_PLOT = False,
    successes: SUCCESSES = False,
    no_errors: NO_ERRORS = False,
    no_warnings: NO_WARNINGS = False,
    out: OUT = RESULTS,
    verbose: Verbose = False,
    debug: Debug = False,
    quiet: Quiet = False,
    logging_config_file: LogConfig = None,
) -> None:
    set_up(verbose, debug, quiet, logging_config_file)
    from causerie.cli.testing import load_subject, results_folder, test_stories

    folder = results_folder(out, not no_plot, successes, not no_errors, not no_warnings)
    subject = load_subject(model, endpoints)
    test_stories(subject, stories, folder, e2e, max_stories, fail_on_prediction_errors)


def nlu(
    model: MODEL = MODELS,
    nlu: NLU = DATA,
    config: CROSS_CONFIG = None,
    domain: DOMAIN = None,
    cross_validation: CROSS = False,
    folds: FOLDS = 5,
    no_plot: NO_PLOT = False,
    successes: SUCCESSES = False,
    no_errors: NO_ERRORS = False,
    no_warnings: NO_WARNINGS = False,
    out: OUT = RESULTS,
    verbose: Verbose = False,
    debug: Debug = False,
    quiet: Quiet = False,
    logging_config_file: LogConfig = None,
) -> None:
    set_up(verbose, debug, quiet, logging_config_file)
    from causerie.cli.testing import cross_validate_nlu, load_subject, results_folder, test_nlu

    folder = results_folder(out, not no_plot, successes, not no_errors, not no_warnings)
    if cross_validation:
        cross_validate_nlu(nlu, config, domain, folds, folder)
        return
    test_nlu(load_subject(model, None, need_nlu=True), nlu, folder)
