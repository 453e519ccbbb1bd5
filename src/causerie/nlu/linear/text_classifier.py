"""Words → a probability per label."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from causerie.nlu.linear.model import MANY_EXAMPLES, LinearModel
from causerie.nlu.linear.ngrams import Ngrams


@dataclass(frozen=True, slots=True)
class TextExample:
    """``words`` said for ``label``. A hint (a label's own name) teaches a little and is not counted on."""

    words: tuple[str, ...]
    label: str
    is_hint: bool = False


class TextClassifier:
    """A linear model over n-grams.

    Probabilities are scaled by the share of the text that the model knows, so that a text of
    unknown words has no confident label; they add up to that share.
    """

    def __init__(self) -> None:
        self.ngrams = Ngrams()
        self.model = LinearModel()

    @property
    def labels(self) -> list[str]:
        return self.model.labels

    def train(self, examples: Sequence[TextExample], seed: int) -> list[str]:
        """Learn; returns what cross-validation predicted for each example, in their order."""
        self.ngrams.learn((example.words for example in examples), 2 if len(examples) >= MANY_EXAMPLES else 1)
        rows = [self.ngrams.read(example.words).row for example in examples]
        hints = [example.is_hint for example in examples]
        return self.model.train(rows, [example.label for example in examples], seed, hints=hints)

    def probabilities(self, words: Sequence[str]) -> NDArray[np.float64]:
        """One number per label."""
        reading = self.ngrams.read(words)
        return self.model.probabilities(reading.row) * reading.evidence

    def state(self) -> dict[str, Any]:
        return {"ngrams": self.ngrams.state(), "model": self.model.state()}

    def load(self, state: dict[str, Any]) -> None:
        self.ngrams.load(state["ngrams"])
        self.model.load(state["model"])
