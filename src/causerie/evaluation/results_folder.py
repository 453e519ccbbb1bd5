"""Where reports are written, and which of them are wanted."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from causerie.errors import CauserieError
from causerie.evaluation.classification import Scores
from causerie.evaluation.plots import Plots


@dataclass(frozen=True, slots=True)
class ResultsFolder:
    """``plots`` is None when no pictures are wanted or none can be drawn."""

    path: Path
    plots: Plots | None = None
    successes: bool = False
    errors: bool = True
    warnings: bool = True

    def write_json(self, name: str, content: Any) -> None:
        self.write_text(name, json.dumps(content, indent=2, ensure_ascii=False, default=str))

    def write_text(self, name: str, text: str) -> None:
        """Raises CauserieError where nothing can be written."""
        try:
            self._made().joinpath(name).write_text(text, encoding="utf-8")
        except OSError as error:
            reason = error.strerror or error
            raise CauserieError(f"'{self.path / name}' can't be written: {reason}.") from error

    def write_predictions(self, kind: str, right: Sequence[Any], wrong: Sequence[Any]) -> None:
        """``<kind>_successes.json`` and ``<kind>_errors.json``, as far as wanted and not empty."""
        if self.successes and right:
            self.write_json(f"{kind}_successes.json", right)
        if self.errors and wrong:
            self.write_json(f"{kind}_errors.json", wrong)

    def draw_confusion(self, kind: str, title: str, scores: Scores) -> None:
        if self.plots:
            file = self._made() / f"{kind}_confusion_matrix.png"
            self.plots.confusion_matrix(file, title, scores.labels, scores.matrix)

    def draw_confidences(self, kind: str, title: str, right: Sequence[float], wrong: Sequence[float]) -> None:
        if self.plots and (right or wrong):
            self.plots.confidences(self._made() / f"{kind}_histogram.png", title, right, wrong)

    def _made(self) -> Path:
        self.path.mkdir(parents=True, exist_ok=True)
        return self.path
