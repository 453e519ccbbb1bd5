"""``causerie test``: test stories, and the examples of the training data; ``core`` or ``nlu`` alone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from causerie.cli.command import HIDDEN, add_command, add_group
from causerie.cli.options import (
    DATA_FOLDER,
    DOMAIN,
    MODEL,
    MODELS_FOLDER,
    NLU,
    STORIES,
    USUAL_PERCENTAGES,
)
from causerie.cli.test_options import CONFIGS, E2E, MODELS, Asking, Playing, Repeating, Reporting
from causerie.errors import CauserieError

if TYPE_CHECKING:
    from causerie.cli.testing_open_turns import Wish
    from causerie.evaluation.results_folder import ResultsFolder


def add(app: typer.Typer) -> None:
    text = (
        "Test a model: its conversations by test stories, its understanding by examples. Further options: "
        "'record-llm' records a GPT's answers in open turns, 'live-llm' compares them with the recorded ones."
    )
    group = add_group(app, "test", text, both)
    add_command(group, "core", core, "Test conversations only.")
    add_command(group, "nlu", nlu, "Test the understanding only.")


def both(
    playing: Playing,
    reporting: Reporting,
    asking: Asking,
    repeating: Annotated[Repeating, HIDDEN],
    model: MODEL = MODELS_FOLDER,
    stories: STORIES = Path(),
    nlu: NLU = DATA_FOLDER,
    config: CONFIGS = None,
    domain: DOMAIN = None,
) -> None:
    _test_core([model], stories, True, playing, reporting, asking)
    _test_nlu(model, nlu, config, domain, reporting, repeating, playing.endpoints)


def core(
    playing: Playing,
    reporting: Reporting,
    asking: Asking,
    model: MODELS = None,
    stories: STORIES = DATA_FOLDER,
    e2e: E2E = False,
) -> None:
    _test_core(model or [MODELS_FOLDER], stories, e2e, playing, reporting, asking)


def nlu(
    reporting: Reporting,
    repeating: Repeating,
    model: MODEL = MODELS_FOLDER,
    nlu: NLU = DATA_FOLDER,
    config: CONFIGS = None,
    domain: DOMAIN = None,
) -> None:
    _test_nlu(model, nlu, config, domain, reporting, repeating, need_nlu=True)


def _test_core(
    models: list[Path], stories: Path, e2e: bool, playing: Playing, reporting: Reporting, asking: Asking
) -> None:
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
    if asking.record_llm and asking.live_llm:
        raise CauserieError("--record-llm and --live-llm exclude each other: record first, then compare.")
    wish: Wish = "record" if asking.record_llm else "live" if asking.live_llm else "replay"
    testing.answer_stories(models[0], playing.endpoints, stories, folder, wish)


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
