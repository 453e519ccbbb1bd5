"""Features: ours ↔ Rasa's. Ours are made when somebody reads them, so the views of them are too."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np
import scipy.sparse

from causerie.compat.calling import wrong
from causerie.compat.rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, FEATURE_TYPE_SEQUENCE, TEXT
from causerie.compat.rasa.shared.nlu.training_data.features import Features
from causerie.nlu import features as ours


class FeaturesView(Features):
    """One of our featurizers' output, as Rasa's components read it."""

    def __init__(self, found: ours.Features, kind: str) -> None:
        self.type = kind
        self.origin = found.origin
        self.attribute = TEXT
        self._found = found

    @cached_property
    def features(self) -> Any:
        is_sentence = self.type == FEATURE_TYPE_SENTENCE
        rows = [self._found.sentence] if is_sentence else list(self._found.tokens)
        if rows and all(len(row.indices) == row.size for row in rows):
            return np.array([row.values for row in rows], dtype=np.float32)
        return scipy.sparse.vstack([_sparse(row) for row in rows], format="coo") if rows else _sparse(None)


def _sparse(row: ours.Row | None) -> Any:
    if row is None:
        return scipy.sparse.coo_matrix((0, 0), dtype=np.float32)
    places = (np.zeros(len(row.indices), dtype=np.int32), row.indices)
    return scipy.sparse.coo_matrix((row.values, places), shape=(1, row.size), dtype=np.float32)


def views_of(found: ours.Features) -> list[Features]:
    return [FeaturesView(found, kind) for kind in (FEATURE_TYPE_SEQUENCE, FEATURE_TYPE_SENTENCE)]


def as_ours(new: Sequence[Features], tokens: int, component: type) -> list[ours.Features]:
    """One per featurizer; features of other attributes than the text are left out.

    Raises ComponentError for a matrix whose rows do not fit the message.
    """
    pairs: dict[str, dict[str, Any]] = {}
    for found in new:
        if not isinstance(found, Features):
            raise wrong(component, f"features must be of Features; a {type(found).__name__} was added.")
        if found.attribute == TEXT:
            _check(found, tokens, component)
            pairs.setdefault(str(found.origin), {})[found.type] = found.features
    return [_features(origin, pair) for origin, pair in pairs.items()]


def _check(found: Features, tokens: int, component: type) -> None:
    shape = getattr(found.features, "shape", None)
    rows = {FEATURE_TYPE_SENTENCE: 1, FEATURE_TYPE_SEQUENCE: tokens}.get(found.type)
    if rows is None:
        raise wrong(
            component, f"features are of the type 'sentence' or 'sequence'; {found.type!r} was added."
        )
    if shape is None or len(shape) != 2 or shape[0] != rows:
        per = (
            "one row for the message"
            if found.type == FEATURE_TYPE_SENTENCE
            else f"a row per token ({tokens})"
        )
        raise wrong(
            component,
            f"features of the type '{found.type}' need {per}; their shape is {shape}.",
            "Give a matrix of rows and columns, for example vector.reshape(1, -1).",
        )


def _features(origin: str, pair: dict[str, Any]) -> ours.Features:
    sentence, sequence = pair.get(FEATURE_TYPE_SENTENCE), pair.get(FEATURE_TYPE_SEQUENCE)
    if sentence is None and sequence is not None:
        sentence = sequence.sum(axis=0).reshape(1, -1)
    rows = _rows(sequence) if sequence is not None else []
    is_dense = sentence is not None and not scipy.sparse.issparse(sentence)
    return ours.Features(origin, lambda: _rows(sentence)[0], lambda: rows, is_dense)


def _rows(matrix: Any) -> list[ours.Row]:
    if not scipy.sparse.issparse(matrix):
        return [ours.Row.dense(np.asarray(row, dtype=np.float32).ravel()) for row in np.asarray(matrix)]
    packed = matrix.tocsr()
    packed.sum_duplicates()
    bounds = zip(packed.indptr[:-1], packed.indptr[1:], strict=True)
    return [
        ours.Row(
            packed.indices[start:end].astype(np.int32),
            packed.data[start:end].astype(np.float32),
            packed.shape[1],
        )
        for start, end in bounds
    ]
