"""Words and what they mean → a probability per label."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from causerie.errors import ModelError
from causerie.nlu.linear.confidence import Confidence, Tried, signs, signs_of
from causerie.nlu.linear.corpus import Corpus
from causerie.nlu.linear.findings import find
from causerie.nlu.linear.likeness import WordVectors
from causerie.nlu.linear.scorer import Scorer
from causerie.nlu.linear.softmax import best_temperature, softmax
from causerie.nlu.linear.text_example import NO_VECTOR, TextExample, Vector
from causerie.nlu.linear.trying import Foreign, HeldOut, foreign_texts, held_out_texts

__all__ = ["TextClassifier", "TextExample"]

FORMAT = 3


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
        corpus = Corpus(examples)
        examples = corpus.examples  # those that came in are freed, with their vectors
        self.scorer = Scorer(words)
        self.scorer.train(corpus, seed)
        held = held_out_texts(corpus, seed, words)
        if held.numbers:
            number = {label: index for index, label in enumerate(self.labels)}
            targets = np.array([number[examples[i].label] for i in held.numbers])
            self.temperature = best_temperature(held.scores(self.labels), targets)
        self.learn_confidence(held, foreign_texts(corpus, seed, words), examples)
        taken = [example.label for example in examples]
        for i, label in zip(held.numbers, held.taken_for, strict=True):
            taken[i] = label
        return taken

    def learn_confidence(self, held: HeldOut, others: Foreign, examples: Sequence[TextExample]) -> None:
        own = signs([looks for looks, _ in held.looks], self.temperature)
        foreign = signs(others.foreign, self.temperature)
        known = signs(others.known, self.temperature)
        self.confidence.learn(Tried(own, np.array(held.right, dtype=np.bool_)), foreign, known)
        of = self.confidence.of_signs
        self.findings = find(examples, held, of(own), of(foreign))

    def probabilities(self, words: Sequence[str], vector: Vector = NO_VECTOR) -> NDArray[np.float64]:
        """One number per label; they add up to 1 at most."""
        looks = self.scorer.look(words, vector)
        shares = softmax(looks.scores[0] / self.temperature)
        best = int(shares.argmax())
        sure = float(self.confidence.of_signs(signs_of(looks, self.temperature))[0])
        others = shares.sum() - shares[best]
        found: NDArray[np.float64] = shares * min(
            sure / shares[best], (1 - sure) / others if others > 0 else 1.0
        )
        found[best] = sure
        return found

    def state(self) -> dict[str, Any]:
        return {
            "format": FORMAT,
            "scorer": self.scorer.state(),
            "confidence": self.confidence.state(),
            "temperature": self.temperature,
        }

    def load(self, state: dict[str, Any], words: WordVectors | None = None) -> None:
        """Raises ModelError for what an earlier version has learnt."""
        if state.get("format") != FORMAT:
            raise ModelError(
                f"The model's intent classifier has format {state.get('format')!r}, and this version reads "
                f"{FORMAT}. Train it again: causerie train --force"
            )
        self.scorer = Scorer(words)
        self.scorer.load(state["scorer"])
        self.confidence.load(state["confidence"])
        self.temperature = float(state["temperature"])
