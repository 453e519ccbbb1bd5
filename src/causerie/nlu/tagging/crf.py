"""A linear-chain conditional random field: python-crfsuite, with the model kept as bytes."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from numpy.typing import NDArray

from causerie.errors import ModelError
from causerie.nlu.tagging.bilou import OUTSIDE, split_tag

MANY = 2500
PASSES, PASSES_OF_MANY = 10, 5

TokenFeatures = Sequence[Any]
"""One entry per token: a list of feature names, or a dict of names and weights or values."""


@dataclass(frozen=True, slots=True)
class CrfOptions:
    """``algorithm``: ``pa`` (passive-aggressive, Crammer et al., JMLR 2006) or ``lbfgs``, for which ``c1``
    and ``c2`` are the weights of the L1 and L2 penalties. ``iterations``: passes over the examples; None: so many
    as their number needs.
    """

    algorithm: str = "pa"
    iterations: int | None = None
    c1: float = 0.1
    c2: float = 0.01
    all_transitions: bool = False


class Crf:
    """``model`` is empty until trained or loaded; an empty one tags nothing."""

    def __init__(self) -> None:
        self.model = b""
        self.tagger: Any = None
        self.tags: frozenset[str] = frozenset()

    def train(self, sentences: Sequence[tuple[TokenFeatures, Sequence[str]]], options: CrfOptions) -> None:
        from pycrfsuite import Trainer

        trainer = Trainer(algorithm=options.algorithm, verbose=False)
        penalties = {"c1": options.c1, "c2": options.c2} if options.algorithm == "lbfgs" else {}
        trainer.set_params(
            {
                **penalties,
                "max_iterations": options.iterations
                or (PASSES_OF_MANY if len(sentences) >= MANY else PASSES),
                "feature.possible_transitions": options.all_transitions,
            }
        )
        for features, tags in sentences:
            trainer.append(features, tags)
        repeat_shuffles()
        with TemporaryDirectory() as folder:
            path = Path(folder) / "model.crfsuite"
            trainer.train(str(path))
            self.open(path.read_bytes())

    def open(self, model: bytes) -> None:
        """Raises ModelError when the bytes are no CRF model."""
        from pycrfsuite import Tagger

        self.model = model
        self.tagger, self.tags = None, frozenset()
        if not model:
            return
        tagger = Tagger()
        try:
            tagger.open_inmemory(model)
        except ValueError as error:
            raise ModelError(f"The model's entity tagger can't be read: {error}. Train it again.") from error
        self.tagger, self.tags = tagger, frozenset(tagger.labels())

    def tag(self, features: TokenFeatures) -> list[str]:
        """The most likely sequence of tags (Viterbi)."""
        if self.tagger is None or not features:
            return [OUTSIDE] * len(features)
        self.tagger.set(features)
        tags: list[str] = self.tagger.tag()
        return tags

    def confidence(self, tag: str, position: int) -> float:
        """The probability of a tag's label at a token of the sentence tagged last, whatever its prefix."""
        label = split_tag(tag)[1]
        same = [label, *(prefix + label for prefix in ("B-", "I-", "L-", "U-"))]
        found = sum(self.tagger.marginal(name, position) for name in same if name in self.tags)
        return min(1.0, float(found))

    def state(self) -> NDArray[np.uint8]:
        return np.frombuffer(self.model, dtype=np.uint8)

    def load(self, state: NDArray[np.uint8]) -> None:
        self.open(np.asarray(state, dtype=np.uint8).tobytes())


def repeat_shuffles() -> None:
    """CRFsuite shuffles the examples by C's ``rand``: started anew, the same examples give the same model."""
    ctypes.CDLL(None).srand(1)
