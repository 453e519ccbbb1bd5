"""The base of featurizers that give sparse matrices."""

from abc import ABC

import scipy.sparse

from causerie.compat.rasa.nlu.featurizers.featurizer import Featurizer


class SparseFeaturizer(Featurizer[scipy.sparse.spmatrix], ABC):
    """Features are matrices of ``scipy.sparse``."""
