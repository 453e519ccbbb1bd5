"""Numbers that stand for a text: one row, or a row per token."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import scipy.sparse

Matrix = Any


class Features:
    """A matrix, dense or sparse; ``type`` is 'sentence' (one row) or 'sequence' (a row per token)."""

    features: Matrix

    def __init__(self, features: Matrix, feature_type: str, attribute: str, origin: str | list[str]) -> None:
        self.features = features
        self.type = feature_type
        self.origin = origin
        self.attribute = attribute

    def is_sparse(self) -> bool:
        return bool(scipy.sparse.issparse(self.features))

    def is_dense(self) -> bool:
        return not self.is_sparse()

    def combine_with_features(self, additional_features: Features | None) -> None:
        """Put the other's columns behind these."""
        if additional_features is None:
            return
        if self.is_sparse() != additional_features.is_sparse():
            raise ValueError("Sparse and dense features can't be combined.")
        self.features = side_by_side([self.features, additional_features.features])

    @staticmethod
    def filter(
        features_list: list[Features],
        attributes: Iterable[str] | None = None,
        type: str | None = None,
        origin: list[str] | None = None,
        is_sparse: bool | None = None,
    ) -> list[Features]:
        """Those that fit all that is given."""
        wanted = None if attributes is None else set(attributes)
        return [
            found
            for found in features_list
            if (wanted is None or found.attribute in wanted)
            and (type is None or found.type == type)
            and (origin is None or found.origin in (origin, *origin))
            and (is_sparse is None or found.is_sparse() == is_sparse)
        ]

    def __repr__(self) -> str:
        return f"<Features {self.type} of {self.attribute!r} by {self.origin!r}, {self.features.shape}>"


def side_by_side(matrices: list[Matrix]) -> Matrix:
    if len(matrices) == 1:
        return matrices[0]
    if any(scipy.sparse.issparse(matrix) for matrix in matrices):
        return scipy.sparse.hstack(matrices, format="coo")
    return np.concatenate(matrices, axis=-1)


def combined(found: list[Features]) -> Features | None:
    """All of them as one, or None where there are none."""
    if not found:
        return None
    matrix = side_by_side([features.features for features in found])
    origins = [features.origin for features in found]
    return Features(matrix, found[0].type, found[0].attribute, [str(origin) for origin in origins])
