"""Linear support vector machines, one label against the rest, by scikit-learn's liblinear.

scikit-learn is imported by training alone; what is learnt is a matrix.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from causerie.nlu.features import Row

Matrix = NDArray[np.float32]


def stack(rows: Sequence[Row]) -> Any:
    """Rows → a scipy CSR matrix."""
    from scipy.sparse import csr_matrix

    starts = np.cumsum([0, *(len(row.indices) for row in rows)])
    return csr_matrix(
        (
            np.concatenate([row.values for row in rows]).astype(np.float64),
            np.concatenate([row.indices for row in rows]),
            starts,
        ),
        shape=(len(rows), rows[0].size),
    )


def fit(
    matrix: Any, labels: NDArray[np.int32], weights: NDArray[np.float64], count: int, c: float, seed: int
) -> Matrix:
    """Weights and, in the last row, the bias of each label: ``[features + 1, count]``.

    A label without examples among ``labels`` gets a score of -1 whatever the text.
    """
    from sklearn.svm import LinearSVC

    present = np.unique(labels)
    learnt = np.zeros((matrix.shape[1] + 1, count), dtype=np.float32)
    learnt[-1] = -1.0
    if len(present) == 1:
        learnt[-1, present] = 1.0
        return learnt
    model = LinearSVC(C=c, random_state=seed, dual=True, tol=1e-2, max_iter=5000)
    model.fit(matrix, labels, sample_weight=weights)
    coefficients, bias = model.coef_, model.intercept_
    if len(present) == 2:
        coefficients, bias = np.vstack([-coefficients, coefficients]), np.concatenate([-bias, bias])
    learnt[:-1, present] = coefficients.T
    learnt[-1, present] = bias
    return learnt
