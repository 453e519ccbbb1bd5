"""How likely a passage answers a question: a logistic function of how the question stands to it.

The weights were fitted on benchmarks/knowledge/development_questions.yml by
``python -m benchmarks.knowledge.fit``.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from causerie.llm.knowledge.ranking import Ranked

THRESHOLD = 0.4
EVIDENCE, USUAL, MOST = 0.3, 2.0, 2.0


@dataclass(frozen=True, slots=True)
class Fitted:
    bias: float
    weights: tuple[float, ...]


WITH_ASKED = Fitted(-5.63, (2.33, 2.01, 2.89, 0.92, 2.05, 1.72))
WITHOUT_ASKED = Fitted(-4.19, (2.37, 2.00, 3.22, 1.28, 1.86))


def confidence(ranked: Ranked) -> float:
    """0 to 1, where as many questions that can be answered are asked as others."""
    fitted = WITHOUT_ASKED if ranked.like_asked is None else WITH_ASKED
    total = sum(weight * sign for weight, sign in zip(fitted.weights, signs(ranked), strict=True))
    return 1 / (1 + math.exp(-fitted.bias - total - _meant(ranked.near)))


def _meant(near: float | None) -> float:
    """Log odds by meaning; the nearest of passages that do not answer stands some ``USUAL`` deviations out."""
    return 0.0 if near is None else min(MOST, max(-MOST, EVIDENCE * (near - USUAL)))


def signs(ranked: Ranked) -> tuple[float, ...]:
    """What speaks for the passage, each 0 to 1."""
    always = (ranked.covered, ranked.whole, ranked.met, ranked.heading, 1 - ranked.gap)
    return always if ranked.like_asked is None else (*always, ranked.like_asked)
