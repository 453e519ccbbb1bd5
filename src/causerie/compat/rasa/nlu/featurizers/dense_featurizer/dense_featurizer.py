"""The base of featurizers that give dense matrices."""

from __future__ import annotations

from abc import ABC
from typing import Any

import numpy as np

from causerie.compat.rasa.nlu.featurizers.featurizer import Featurizer
from causerie.compat.rasa.shared.exceptions import InvalidConfigException
from causerie.compat.rasa.utils.tensorflow.constants import MAX_POOLING, MEAN_POOLING

POOLING: dict[str, Any] = {MEAN_POOLING: np.mean, MAX_POOLING: np.max}


class DenseFeaturizer(Featurizer[np.ndarray], ABC):
    """Features are ``numpy.ndarray``."""

    @staticmethod
    def aggregate_sequence_features(
        dense_sequence_features: Any, pooling_operation: str, only_non_zero_vectors: bool = True
    ) -> Any:
        """The mean or the maximum of rows, as one row; rows of zeros can be left out."""
        rows = dense_sequence_features
        if rows.ndim != 2 or 0 in rows.shape:
            raise ValueError(f"A matrix with rows and columns was expected; it has the shape {rows.shape}.")
        if pooling_operation not in POOLING:
            raise InvalidConfigException(
                f"The pooling operation '{pooling_operation}' is unknown; use {' or '.join(POOLING)}."
            )
        if only_non_zero_vectors:
            rows = rows[rows.any(axis=1)] if rows.any() else np.zeros((1, rows.shape[1]))
        return POOLING[pooling_operation](rows, axis=0, keepdims=True)
