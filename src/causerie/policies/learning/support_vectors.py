"""Linear support vector machines, one label against the rest, all labels in one pass.

Dual coordinate descent for the squared hinge loss (Hsieh et al., "A dual coordinate descent method
for large-scale linear SVM", ICML 2008). The problems of the labels differ in their signs alone, so
a step for one example is a step for each of them, done by one array operation.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Weights = NDArray[np.float32]
Row = tuple[NDArray[np.int32], NDArray[np.float32]]

MAX_ROUNDS = 60
TOLERANCE = 0.05
SETTLED = 0.01


def fit(
    rows: Sequence[Row], columns: int, signs: NDArray[np.float32], costs: NDArray[np.float32], seed: int
) -> Weights:
    """Weights ``[columns, labels]``.

    ``rows`` are indices and values. ``signs`` ``[rows, labels]``: 1 where a label is right, else -1.
    ``costs``: C per row.
    """
    random = np.random.default_rng(seed)
    slack = (0.5 / costs).astype(np.float32)
    curvature = np.array([float(values @ values) for _, values in rows], dtype=np.float32) + slack
    weights = np.zeros((columns, signs.shape[1]), dtype=np.float32)
    alphas = np.zeros_like(signs)

    active = np.arange(len(rows))
    for _ in range(MAX_ROUNDS):
        random.shuffle(active)
        violations = np.zeros(len(active), dtype=np.float32)
        for place, row in enumerate(active.tolist()):
            indices, values = rows[row]
            sign, alpha = signs[row], alphas[row]
            slope = sign * (values @ weights[indices]) - 1.0 + slack[row] * alpha
            moved = np.maximum(alpha - slope / curvature[row], 0.0)
            change = moved - alpha
            violations[place] = np.abs(change).max() * curvature[row]
            alphas[row] = moved
            weights[indices] += values[:, None] * (sign * change)
        if violations.max(initial=0.0) < TOLERANCE:
            if len(active) == len(rows):
                break
            active = np.arange(len(rows))
        else:
            active = active[violations > SETTLED]
    return weights
