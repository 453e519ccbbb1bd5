"""Pictures of what was confused with what, and of how sure the model was. Needs matplotlib."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from causerie.errors import ComponentError

NOT_INSTALLED = "Pictures need matplotlib, which is not installed: pip install 'causerie[plots]'"
BINS = 25
RIGHT, WRONG = "#1b7f79", "#b3413a"
DOTS_PER_INCH = 80


class Plots:
    """Raises ComponentError when matplotlib is not installed."""

    def __init__(self) -> None:
        try:
            from matplotlib.figure import Figure
        except ModuleNotFoundError as error:
            raise ComponentError(NOT_INSTALLED) from error
        self._figure: Any = Figure

    def confusion_matrix(
        self, file: Path, title: str, labels: Sequence[str], matrix: Sequence[Sequence[int]]
    ) -> None:
        """Rows are what was right, columns what was predicted."""
        side = max(4.0, 0.3 * len(labels) + 3)
        figure = self._figure(figsize=(side, side), layout="constrained")
        axes = figure.add_subplot()
        axes.set(title=title, xlabel="Predicted", ylabel="Right")
        if labels:
            _fill(axes, labels, matrix)
        figure.savefig(file, dpi=DOTS_PER_INCH)

    def confidences(self, file: Path, title: str, right: Sequence[float], wrong: Sequence[float]) -> None:
        """Two histograms side by side, right predictions to the left."""
        figure = self._figure(figsize=(8, 6), layout="constrained")
        figure.suptitle(title)
        sides = figure.subplots(ncols=2, sharey=True)
        low = min((*right, *wrong))
        for axes, values, name, colour in zip(
            sides, (right, wrong), ("Right", "Wrong"), (RIGHT, WRONG), strict=True
        ):
            axes.hist(values, bins=BINS, range=(min(low, 0.99), 1.0), orientation="horizontal", color=colour)
            axes.set(title=name, xlabel="Number of messages")
        sides[0].set_ylabel("Confidence")
        sides[0].invert_xaxis()
        figure.savefig(file, dpi=DOTS_PER_INCH)

    def curves(
        self,
        file: Path,
        sizes: Sequence[int],
        results: Mapping[str, Sequence[Sequence[float]]],
        across: str,
        up: str,
    ) -> None:
        """For each name the mean of its runs over the sizes, and how far the runs are apart."""
        import numpy as np

        figure = self._figure(figsize=(8, 6), layout="constrained")
        axes = figure.add_subplot()
        for name, runs in results.items():
            mean, apart = np.mean(runs, axis=0), np.std(runs, axis=0)
            (line,) = axes.plot(sizes, mean, label=name, marker=".")
            axes.fill_between(sizes, mean - apart, mean + apart, color=line.get_color(), alpha=0.2)
        axes.set(xlabel=across, ylabel=up)
        if results:
            axes.legend(loc="lower right")
        figure.savefig(file)


def _fill(axes: Any, labels: Sequence[str], matrix: Sequence[Sequence[int]]) -> None:
    highest = max(max(row) for row in matrix) or 1
    axes.imshow([[count**0.5 for count in row] for row in matrix], cmap="Blues", aspect="auto")
    ticks = range(len(labels))
    axes.set_xticks(ticks, labels, rotation=90)
    axes.set_yticks(ticks, labels)
    for row, counts in enumerate(matrix):
        for column, count in enumerate(counts):
            if count:
                colour = "white" if count > highest / 3 else "black"
                axes.text(column, row, str(count), ha="center", va="center", color=colour)
