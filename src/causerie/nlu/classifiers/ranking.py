"""Probabilities → a ranking."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from causerie.nlu.message import IntentScore


def rank(
    labels: Sequence[str], probabilities: NDArray[np.float64], length: int, renormalise: bool = False
) -> list[IntentScore]:
    """The best ``length`` labels (0: all), best first; renormalised, those left add up to 1."""
    order = np.argsort(-probabilities, kind="stable")[: length or None]
    best = probabilities[order]
    if renormalise and length and best.sum() > 0:
        best = best / best.sum()
    return [IntentScore(labels[i], p) for i, p in zip(order.tolist(), best.tolist(), strict=True)]
