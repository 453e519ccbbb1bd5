"""How sure a decision is: one number from how clear it was and how near the examples are.

Whole labels are held out in turn, as questions that nobody foresaw; a logistic model learns to tell
what is right from what is foreign, and is then set so that, of what is said with 0.8, 80 % is right
(Platt 1999).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from causerie.nlu.linear.scorer import Looks

USUAL = np.array([-2.3, 0.22, 0.15, 0.4, 0.4])
"""Weights of ``signs``, found on HWU64's training examples; few examples stay near them."""
PULL = 10.0
FOREIGN_TEXTS = 8.0
"""So many texts of a user's own count as foreign, whatever the number of examples: the fewer labels
a project has, the more of what people say is none of them."""
STEPS = 30
SMALLEST_STEP = 1e-6

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Tried:
    """Texts that the model had not seen: their ``signs``, and whether each was understood rightly."""

    signs: Numbers
    right: NDArray[np.bool_]


class Confidence:
    """``weights`` for ``signs``, then slope and shift of what they add up to."""

    def __init__(self) -> None:
        self.weights: Numbers = USUAL.copy()
        self.slope, self.shift = 1.0, 0.0

    def learn(self, own: Tried, foreign: Numbers, held: Numbers) -> None:
        """``own``: texts of labels that the model knows; ``foreign``: signs of texts of labels held out,
        and ``held`` those of texts of known labels beside them.
        """
        if len(foreign) and len(held):
            signs = np.concatenate([held, foreign])
            truth = np.repeat([1.0, 0.0], [len(held), len(foreign)])
            even = np.where(truth == 1, len(signs) / (2 * len(held)), len(signs) / (2 * len(foreign)))
            self.weights = logistic(signs, truth, even, USUAL, PULL)
        if not len(own.signs):
            return
        sums = np.concatenate([own.signs @ self.weights, foreign @ self.weights])
        truth = np.concatenate([own.right.astype(float), np.zeros(len(foreign))])
        share = FOREIGN_TEXTS / max(len(foreign), 1)
        weight = np.repeat([1.0, share], [len(own.signs), len(foreign)])
        pair = np.stack([sums, np.ones(len(sums))], axis=1)
        self.slope, self.shift = logistic(pair, truth, weight, np.array([1.0, 0.0]), 1.0).tolist()
        self.slope = max(self.slope, 0.05)

    def of_signs(self, signs: Numbers) -> Numbers:
        """One confidence per row, 0 to 1."""
        return sigmoid(self.slope * (signs @ self.weights) + self.shift)

    def state(self) -> dict[str, Any]:
        return {"weights": self.weights.tolist(), "slope": self.slope, "shift": self.shift}

    def load(self, state: dict[str, Any]) -> None:
        self.weights = np.array(state["weights"], dtype=np.float64)
        self.slope, self.shift = float(state["slope"]), float(state["shift"])


def signs_of(looks: Looks, temperature: float) -> Numbers:
    """``[texts, signs]``: a constant, how much speaks for any label at all (the logarithm of the sum of the
    scores' powers, above their mean), the odds of the best label, how much of the text the label's examples
    say, and how near the nearest example is.
    """
    scores = looks.scores / temperature
    powers = np.exp(scores - scores.max(axis=1, keepdims=True)).sum(axis=1)
    share = np.clip(1 / powers, 1e-6, 1 - 1e-6)
    return np.stack(
        [
            np.ones(len(scores)),
            np.log(powers) + scores.max(axis=1) - scores.mean(axis=1),
            np.log(share / (1 - share)),
            looks.likeness,
            looks.nearness,
        ],
        axis=1,
    )


def signs(looks: Sequence[Looks], temperature: float) -> Numbers:
    found = [signs_of(own, temperature) for own in looks]
    return np.concatenate(found) if found else np.zeros((0, len(USUAL)))


def logistic(rows: Numbers, truth: Numbers, weight: Numbers, start: Numbers, pull: float) -> Numbers:
    """Logistic regression by Newton's method, with the squared distance from ``start`` as penalty."""

    def loss(found: Numbers) -> float:
        sums = rows @ found
        away = found - start
        return float((weight * (np.logaddexp(0, sums) - truth * sums)).sum() + pull / 2 * (away @ away))

    found = start.astype(np.float64).copy()
    for _ in range(STEPS):
        guess = sigmoid(rows @ found)
        slope = rows.T @ (weight * (guess - truth)) + pull * (found - start)
        bend = (rows * (weight * guess * (1 - guess))[:, None]).T @ rows + pull * np.eye(len(start))
        step = np.linalg.solve(bend, slope)
        before = loss(found)
        while loss(found - step) > before and np.abs(step).max() > SMALLEST_STEP:
            step = step / 2
        found = found - step
        if np.abs(step).max() <= SMALLEST_STEP:
            break
    return found


def sigmoid(values: Numbers) -> Numbers:
    shares: Numbers = 1 / (1 + np.exp(-np.clip(values, -30, 30)))
    return shares
