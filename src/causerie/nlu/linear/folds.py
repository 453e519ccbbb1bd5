"""Splitting examples for cross-validation."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def stratified_folds(labels: Sequence[int], count: int, seed: int) -> NDArray[np.int32]:
    """A fold number per example; the examples of each label are spread evenly over the folds."""
    random = np.random.default_rng(seed)
    array = np.asarray(labels)
    folds = np.zeros(len(array), dtype=np.int32)
    offset = 0
    for label in np.unique(array):
        members = random.permutation(np.flatnonzero(array == label))
        folds[members] = (np.arange(len(members)) + offset) % count
        offset += len(members)
    return folds
