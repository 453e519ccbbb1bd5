"""The features of examples of a corpus: sparse n-grams beside dense vectors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from causerie.nlu.linear.corpus import Corpus, Known, Numbers
from causerie.nlu.linear.solver import Matrix, Product

COMPARED_AT_MOST = 1500
"""Of so many examples it is quicker to compare all with all once than to multiply with their features."""


@dataclass(frozen=True, slots=True)
class Rows:
    """``grams``: a scipy CSR matrix; ``vectors``: ``[examples, size]``, weighted."""

    grams: Any
    vectors: Matrix

    @classmethod
    def of(cls, corpus: Corpus, numbers: Numbers, known: Known, vector_weight: float) -> Rows:
        vectors = corpus.vectors[numbers]
        vectors *= np.float32(vector_weight)
        return cls(corpus.scaled(numbers, known), vectors)

    def alike(self) -> Product:
        """Multiplies with the products of all rows, to each of which a 1 is added: the bias."""
        if self.grams.shape[0] > COMPARED_AT_MOST:
            return self.times_features
        whole = (self.grams @ self.grams.T).toarray() + self.vectors @ self.vectors.T + np.float32(1)
        return lambda shares: whole @ shares

    def times_features(self, shares: Matrix) -> Matrix:
        return self.scores(self.summed(shares))

    def summed(self, shares: Matrix) -> Matrix:
        """Shares of the rows → the weights of the features, and the bias last."""
        return np.concatenate([self.grams.T @ shares, self.vectors.T @ shares, shares.sum(axis=0)[None, :]])

    def scores(self, weights: Matrix) -> Matrix:
        first = self.grams.shape[1]
        found: Matrix = self.grams @ weights[:first] + self.vectors @ weights[first:-1] + weights[-1]
        return found
