"""Scores → probabilities, at a temperature found on texts that the model had not seen."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

TEMPERATURES = np.geomspace(0.05, 5.0, 47)


def softmax(scores: NDArray[Any]) -> NDArray[np.float64]:
    """Along the last axis."""
    powers = np.exp(np.asarray(scores, dtype=np.float64) - scores.max(axis=-1, keepdims=True))
    shares: NDArray[np.float64] = powers / powers.sum(axis=-1, keepdims=True)
    return shares


def best_temperature(scores: NDArray[np.float64], targets: NDArray[np.int32]) -> float:
    """The temperature with the smallest negative log-likelihood (Guo et al., ICML 2017)."""
    if scores.shape[1] < 2:
        return 1.0
    at = np.arange(len(targets))
    losses = [-np.log(softmax(scores / t)[at, targets] + 1e-12).mean() for t in TEMPERATURES]
    return float(TEMPERATURES[int(np.argmin(losses))])
