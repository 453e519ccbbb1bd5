"""Right and wrong, counted: scikit-learn's classification report in the shape that Rasa writes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from causerie.ports import Json

CONFUSED_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Scores:
    """``report`` per label, with averages; ``matrix`` counts targets (rows) as predictions (columns)."""

    report: Json
    precision: float
    f1: float
    accuracy: float
    labels: tuple[str, ...]
    matrix: tuple[tuple[int, ...], ...]


def classify(
    targets: Sequence[str], predictions: Sequence[str], without: str | None = None, confused: bool = True
) -> Scores:
    """Both lists are aligned. ``without`` is a label that stands for nothing and is not scored."""
    matrix, labels = confusion(targets, predictions)
    scored = sorted(set(targets) - {without})
    if not scored:
        return Scores({}, 0.0, 0.0, 0.0, labels, matrix)
    report, precision, f1, accuracy = _measure(targets, predictions, scored)
    if confused:
        _add_confused(report, labels, matrix, without)
    return Scores(report, precision, f1, accuracy, labels, matrix)


def confusion(
    targets: Sequence[str], predictions: Sequence[str]
) -> tuple[tuple[tuple[int, ...], ...], tuple[str, ...]]:
    """How often each target was predicted as each label, and the labels."""
    labels = tuple(sorted({*targets, *predictions}))
    counts = Counter(zip(targets, predictions, strict=True))
    return tuple(tuple(counts[target, label] for label in labels) for target in labels), labels


def _measure(
    targets: Sequence[str], predictions: Sequence[str], labels: Sequence[str]
) -> tuple[Json, float, float, float]:
    from sklearn import metrics

    options: dict[str, Any] = {"labels": labels, "zero_division": 0}
    raw = metrics.classification_report(targets, predictions, output_dict=True, **options)
    accuracy = float(metrics.accuracy_score(targets, predictions))
    # scikit-learn counts in whole numbers unless nothing at all is right; Rasa's files show it.
    counted = int if any(x == y for x, y in zip(targets, predictions, strict=True)) else float
    report = {name: _numbers(row, counted) for name, row in raw.items() if isinstance(row, dict)}
    if "micro avg" not in report:
        support = report["macro avg"]["support"]
        report["micro avg"] = {
            "precision": accuracy,
            "recall": accuracy,
            "f1-score": accuracy,
            "support": support,
        }
    weighted = report["weighted avg"]
    return {**report, "accuracy": accuracy}, weighted["precision"], weighted["f1-score"], accuracy


def _numbers(row: Json, counted: type[int] | type[float]) -> Json:
    return {name: (counted if name == "support" else float)(value) for name, value in row.items()}


def _add_confused(
    report: Json, labels: Sequence[str], matrix: Sequence[Sequence[int]], without: str | None
) -> None:
    """For what each label is taken most often, if wrongly."""
    for label, row in zip(labels, matrix, strict=True):
        if label == without or label not in report:
            continue
        most = sorted(range(len(labels)), key=row.__getitem__)[::-1][:CONFUSED_SHOWN]
        report[label]["confused_with"] = {
            labels[index]: row[index]
            for index in most
            if row[index] and labels[index] not in (label, without)
        }
