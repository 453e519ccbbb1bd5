"""How likely a passage answers a question: a logistic function of how the question stands to it.

The weights were fitted on benchmarks/knowledge/development_questions.yml by
``python -m benchmarks.knowledge.fit``.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from causerie.llm.knowledge.ranking import Ranked

THRESHOLD = 0.45


@dataclass(frozen=True, slots=True)
class Fitted:
    bias: float
    weights: tuple[float, ...]


WITH_ASKED = Fitted(-3.61, (2.59, 0.47, 1.56, 3.27, 0.99, 0.45))
WITHOUT_ASKED = Fitted(-3.13, (1.60, 0.95, 1.51, 3.73, 1.17))


def confidence(ranked: Ranked) -> float:
    """0 to 1, where as many questions that can be answered are asked as others."""
    fitted = WITHOUT_ASKED if ranked.like_asked is None else WITH_ASKED
    total = sum(weight * sign for weight, sign in zip(fitted.weights, signs(ranked), strict=True))
    return 1 / (1 + math.exp(-fitted.bias - total))


def signs(ranked: Ranked) -> tuple[float, ...]:
    """What speaks for the passage, each 0 to 1."""
    always = (ranked.covered, ranked.best_part, ranked.whole, ranked.met, ranked.heading)
    return always if ranked.like_asked is None else (*always, ranked.like_asked)
