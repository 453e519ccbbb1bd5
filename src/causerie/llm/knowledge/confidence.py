"""How likely a passage answers a question: a logistic function of how the question stands to it.

The weights were fitted on benchmarks/knowledge/development_questions.yml by
``python -m benchmarks.knowledge.fit``.
"""

from __future__ import annotations

import math

from causerie.llm.knowledge.ranking import Ranked

THRESHOLD = 0.4
BIAS = -4.63
WEIGHTS = (3.45, 2.15, 2.26, 2.97)


def confidence(ranked: Ranked) -> float:
    """0 to 1, where as many questions that can be answered are asked as others."""
    return 1 / (1 + math.exp(-BIAS - sum(w * x for w, x in zip(WEIGHTS, signs(ranked), strict=True))))


def signs(ranked: Ranked) -> tuple[float, float, float, float]:
    """What speaks for the passage, each 0 to 1."""
    return ranked.covered, ranked.best_part, ranked.like_asked, ranked.whole
