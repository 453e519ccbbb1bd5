"""Named features → a score per label: a linear model that is a table of rows and a matrix."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import log
from typing import Any

import numpy as np
from numpy.typing import NDArray

from causerie.policies.learning.examples import Example
from causerie.policies.learning.support_vectors import Row, Weights, fit

SURE = 0.95


class LinearModel:
    """A clean margin (1 for one label, -1 for all others) is worth the confidence SURE."""

    def __init__(self) -> None:
        self.labels: list[str] = []
        self.rows: dict[str, int] = {}
        self.weights: Weights = np.zeros((0, 0), dtype=np.float32)

    def train(self, examples: Sequence[Example], c: float, seed: int) -> None:
        """``c`` is the cost of an error in an example of weight 1."""
        self.labels = sorted({label for example in examples for label in example.labels})
        if not examples:
            return
        number = {label: index for index, label in enumerate(self.labels)}
        columns = Columns([example.names for example in examples])
        signs = np.full((len(examples), len(self.labels)), -1.0, dtype=np.float32)
        for index, example in enumerate(examples):
            signs[index, [number[label] for label in example.labels]] = 1.0
        costs = np.array([c * example.weight for example in examples], dtype=np.float32)
        learnt = fit(columns.matrix, len(columns.scales), signs, costs, seed)
        self.rows = columns.of_name
        self.weights = learnt / columns.scales[:, None]

    def margins(self, names: Iterable[str]) -> NDArray[np.float32]:
        """A score per label."""
        known = self.rows
        rows = [known[name] for name in dict.fromkeys(names) if name in known]
        total: NDArray[np.float32] = self.weights.take(rows, axis=0).sum(axis=0)
        return total

    def clean_margins(self, label: str) -> NDArray[np.float32]:
        """1 for this label, -1 for all others."""
        margins = np.full(len(self.labels), -1.0, dtype=np.float32)
        margins[self.labels.index(label)] = 1.0
        return margins

    def probabilities(self, margins: NDArray[np.float32]) -> NDArray[np.float32]:
        others = max(len(self.labels) - 1, 1)
        scale = log(SURE / (1 - SURE) * others) / 2
        powers = np.exp(scale * (margins - margins.max()))
        shares: NDArray[np.float32] = powers / powers.sum()
        return shares

    def thresholds(self, examples: Sequence[Example], tolerance: float) -> dict[str, float]:
        """Per label its lowest score where it is right, or, if less, a quantile of those elsewhere.

        ``tolerance`` from 0 (their highest) to 1 (their lowest).
        """
        if not examples:
            return {}
        margins = np.array([self.margins(example.names) for example in examples])
        out: dict[str, float] = {}
        for index, label in enumerate(self.labels):
            right = np.array([label in example.labels for example in examples])
            scores = margins[:, index]
            threshold = float(scores[right].min())
            if not right.all():
                share = 1 - min(max(tolerance, 0.0), 1.0)
                threshold = min(threshold, float(np.quantile(scores[~right], share, method="lower")))
            out[label] = threshold
        return out

    def state(self) -> dict[str, Any]:
        return {
            "labels": self.labels,
            "names": list(self.rows),
            "rows": np.array(list(self.rows.values()), dtype=np.int32),
            "weights": self.weights,
        }

    def load(self, state: dict[str, Any]) -> None:
        self.labels = list(state["labels"])
        self.rows = dict(zip(state["names"], state["rows"].tolist(), strict=True))
        self.weights = np.asarray(state["weights"], dtype=np.float32)


class Columns:
    """Features that are true of exactly the same examples, as one column.

    ``m`` equal binary columns and one of value ``sqrt(m)`` are the same problem to a model with a
    squared penalty; the weight of each is that column's over ``sqrt(m)``.
    """

    def __init__(self, examples: Sequence[Sequence[str]]) -> None:
        where: dict[str, list[int]] = {}
        for index, names in enumerate(examples):
            for name in names:
                where.setdefault(name, []).append(index)
        columns: dict[tuple[int, ...], int] = {}
        self.of_name = {name: columns.setdefault(tuple(at), len(columns)) for name, at in where.items()}
        counts = np.bincount(list(self.of_name.values()), minlength=len(columns))
        self.scales: NDArray[np.float32] = np.sqrt(counts).astype(np.float32)
        members: list[list[int]] = [[] for _ in examples]
        for at, column in columns.items():
            for index in at:
                members[index].append(column)
        self.matrix: list[Row] = [
            (indices, self.scales[indices]) for indices in (np.array(m, dtype=np.int32) for m in members)
        ]
