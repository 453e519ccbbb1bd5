"""Actions, intents and entities of all test stories in one classification report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from causerie.evaluation.classification import Scores, classify
from causerie.evaluation.story_results import Entity, StoryResult
from causerie.files.annotated import annotated
from causerie.ports import Json

NOTHING = "None"


def action_scores(results: Sequence[StoryResult]) -> Scores:
    checks = [check for result in results for check in result.actions]
    return classify([x.expected for x in checks], [x.predicted for x in checks], confused=False)


def story_report(results: Sequence[StoryResult]) -> Json:
    """As ``story_report.json``: per label, averages, and how many conversations passed."""
    pairs = [*_pairs(results)]
    report = classify([x for x, _ in pairs], [y for _, y in pairs], confused=False).report
    if results:
        passed = [result for result in results if result.passed]
        report["conversation_accuracy"] = {
            "accuracy": len(passed) / len(results),
            "correct": len(passed),
            "with_warnings": sum(result.severity is not None for result in passed),
            "total": len(results),
        }
    return report


def _pairs(results: Sequence[StoryResult]) -> Iterator[tuple[str, str]]:
    """What was expected and what was predicted; entities in their notation (``[Rome](city)``)."""
    for result in results:
        for action in result.actions:
            yield action.expected, action.predicted
        for message in result.messages:
            yield message.expected or "", message.predicted or ""
            yield from aligned(message.expected_entities, message.predicted_entities)


def aligned(expected: Sequence[Entity], predicted: Sequence[Entity]) -> Iterator[tuple[str, str]]:
    """Entities that stand in the same stretch are a pair; one without partner is paired with nothing."""
    left, right = (sorted((x for x in side if "start" in x), key=_span) for side in (expected, predicted))
    while left or right:
        if not right or (left and _span(left[0]) < _span(right[0])):
            yield _notation(left.pop(0)), NOTHING
        elif not left or _span(right[0]) < _span(left[0]):
            yield NOTHING, _notation(right.pop(0))
        else:
            yield _notation(left.pop(0)), _notation(right.pop(0))


def _span(entity: Entity) -> tuple[int, int]:
    return entity["start"], entity["end"]


def _notation(entity: Entity) -> str:
    said = entity["text"][entity["start"] : entity["end"]]
    return annotated(said, [{**entity, "start": 0, "end": len(said)}])
