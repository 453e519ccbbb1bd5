"""Words and what they mean → a probability per label."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from causerie.nlu.linear.confidence import Confidence
from causerie.nlu.linear.findings import find
from causerie.nlu.linear.likeness import WordVectors
from causerie.nlu.linear.scorer import NO_VECTOR, Look, Scorer, TextExample, Vector
from causerie.nlu.linear.softmax import best_temperature, softmax
from causerie.nlu.linear.trying import foreign_texts, held_out_texts

__all__ = ["TextClassifier", "TextExample"]


class TextClassifier:
    """The ranking is that of a linear model; how sure it is of the first label is told by
    ``Confidence``, and the others follow in proportion. ``findings`` are those of the training just
    done, as JSON.
    """

    def __init__(self) -> None:
        self.scorer = Scorer()
        self.confidence = Confidence()
        self.temperature = 1.0
        self.findings: dict[str, Any] = {}

    @property
    def labels(self) -> list[str]:
        return self.scorer.labels

    def train(
        self, examples: Sequence[TextExample], seed: int, words: WordVectors | None = None
    ) -> list[str]:
        """Learn; returns a label for each example, in their order: where cross-validation held the
        example out what it was taken for, else its own. ``words`` tells what single words mean.
        """
        self.scorer = Scorer(words)
        self.scorer.train(examples, seed)
        held = held_out_texts(examples, seed, words)
        foreign = foreign_texts(examples, seed, words)
        self.confidence.learn(held.tried, foreign.foreign, foreign.known)
        self.findings = find(
            examples,
            held,
            self.confidence.of_signs(held.tried.signs),
            self.confidence.of_signs(foreign.foreign),
        )
        number = {label: index for index, label in enumerate(self.labels)}
        if held.numbers:
            targets = np.array([number[examples[i].label] for i in held.numbers])
            self.temperature = best_temperature(held.scores(self.labels), targets)
        taken = [example.label for example in examples]
        for i, label in zip(held.numbers, held.taken_for, strict=True):
            taken[i] = label
        return taken

    def probabilities(self, words: Sequence[str], vector: Vector = NO_VECTOR) -> NDArray[np.float64]:
        """One number per label; they add up to 1 at most."""
        return self.shares(self.scorer.look(words, vector))

    def shares(self, look: Look) -> NDArray[np.float64]:
        shares = softmax(look.scores / self.temperature)
        best = int(look.scores.argmax())
        sure = self.confidence.of(look)
        others = shares.sum() - shares[best]
        found: NDArray[np.float64] = shares * min(
            sure / shares[best], (1 - sure) / others if others > 0 else 1.0
        )
        found[best] = sure
        return found

    def state(self) -> dict[str, Any]:
        return {
            "scorer": self.scorer.state(),
            "confidence": self.confidence.state(),
            "temperature": self.temperature,
        }

    def load(self, state: dict[str, Any], words: WordVectors | None = None) -> None:
        self.scorer = Scorer(words)
        self.scorer.load(state["scorer"])
        self.confidence.load(state["confidence"])
        self.temperature = float(state["temperature"])
