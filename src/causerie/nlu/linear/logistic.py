"""Multinomial logistic regression by scikit-learn; what is learnt is a matrix."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import Any

import numpy as np

from causerie.errors import ComponentError
from causerie.nlu.features import Row
from causerie.nlu.linear.support_vectors import Matrix, stack


def fit_logistic(
    rows: Sequence[Row], labels: Sequence[str], config: dict[str, Any]
) -> tuple[list[str], Matrix]:
    """Labels and weights ``[features + 1, labels]``, the bias last; softmax gives probabilities.

    Raises ComponentError for a ``solver`` that scikit-learn does not know or can't use here.
    """
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.linear_model import LogisticRegression

    known = sorted(set(labels))
    learnt = np.zeros((rows[0].size + 1, len(known)), dtype=np.float32)
    if len(known) == 1:
        return known, learnt
    model = LogisticRegression(
        solver=config["solver"],
        max_iter=int(config["max_iter"]),
        tol=float(config["tol"]),
        random_state=config["random_state"],
        class_weight="balanced",
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        try:
            model.fit(stack(rows), list(labels))
        except ValueError as error:
            raise ComponentError(f"LogisticRegressionClassifier can't be trained: {error}") from error
    if len(known) == 2:
        learnt[:-1, 1], learnt[-1, 1] = model.coef_[0], model.intercept_[0]
    else:
        learnt[:-1], learnt[-1] = model.coef_.T, model.intercept_
    return known, learnt
