"""What a test found, for people to read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from causerie.domain.names import ACTION_LISTEN, ACTION_UNLIKELY_INTENT
from causerie.evaluation.classification import Scores
from causerie.evaluation.results_folder import ResultsFolder
from causerie.evaluation.story_results import ActionCheck, MessageCheck, PlayedEvent, StoryResult
from causerie.files.annotated import annotated
from causerie.training_data import NluData

STEPS_SHOWN = 8


def show_stories(
    results: Sequence[StoryResult], stories: Path, folder: ResultsFolder, console: Console, written: bool
) -> None:
    """Each conversation that failed, step by step, then how many passed."""
    if not results:
        console.print(f"There are no test stories in '{escape(str(stories))}'.")
        return
    for result in results:
        if not result.passed:
            for line in _failure(result):
                console.print(line)
    passed = sum(result.passed for result in results)
    colour = "green" if passed == len(results) else "red"
    console.print(f"[{colour}]{passed} of {_count(len(results), 'conversation')} passed.[/]")
    unlikely = sum(result.severity is not None for result in results if result.passed)
    if unlikely:
        console.print(f"{unlikely} of them with a message that no story expects there.")
    if written:
        _show_where(folder, console)


def show_nlu(scores: Mapping[str, Scores], data: NluData, folder: ResultsFolder, console: Console) -> None:
    """Accuracy and F1 of intents, responses and each extractor's entities."""
    if not scores:
        console.print(
            f"{_count(len(data.examples), 'example')} of {_count(len(data.intents), 'intent')}: "
            "too few to test the understanding."
        )
        return
    table = Table("", "accuracy", "precision", "F1", box=None, header_style="dim", pad_edge=False)
    for name, score in scores.items():
        numbers = (score.accuracy, score.precision, score.f1) if score.report else ()
        table.add_row(name, *(f"{number:.3f}" for number in numbers) if numbers else "–––")
    console.print(f"\n{_count(len(data.examples), 'example')} understood:")
    console.print(table)
    _show_where(folder, console)


def _show_where(folder: ResultsFolder, console: Console) -> None:
    console.print(f"The reports are in '{escape(str(folder.path))}'.")


def _failure(result: StoryResult) -> Iterator[str]:
    first = result.wrong[0]
    yield f"[red]✗ {escape(result.name)}[/] ({escape(result.file)})"
    shown = [played for played in result.wrong if played is first or not _is_listen(played)]
    for played in shown[:STEPS_SHOWN]:
        yield f"    {escape(str(played.place))}: {escape(_told(played))}"
    if len(result.wrong) > len(shown[:STEPS_SHOWN]):
        yield f"    and {_count(len(result.wrong) - len(shown[:STEPS_SHOWN]), 'step')} more that follow"


def _is_listen(played: PlayedEvent) -> bool:
    return isinstance(played.check, ActionCheck) and played.check.expected == ACTION_LISTEN


def _told(played: PlayedEvent) -> str:
    match played.check:
        case ActionCheck() as check:
            after = f" after {ACTION_UNLIKELY_INTENT}" if check.unlikely is not None else ""
            return (
                f"expected {_action(check.expected)}, predicted {_action(check.predicted)}{after} "
                f"({check.policy.split('_', 2)[-1] or 'no policy'}, {check.confidence:.2f})"
            )
        case MessageCheck() as check:
            expected = annotated(check.text, check.expected_entities)
            predicted = annotated(check.text, check.predicted_entities)
            return f"expected {check.expected}: {expected}, understood {check.predicted or 'nothing'}: {predicted}"
    return ""


def _action(name: str) -> str:
    return f"'{name}' (waiting for the user)" if name == ACTION_LISTEN else f"'{name}'"


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
