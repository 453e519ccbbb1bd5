"""A training example as the linear models see it."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]
NO_VECTOR: Vector = np.zeros(0, dtype=np.float32)


@dataclass(frozen=True, slots=True)
class TextExample:
    """``words`` said for ``label``, and what they mean as a vector of length 1 (or of no numbers).

    A hint (a label's own name) teaches a little and is not counted on. ``part`` names the kind of
    example inside its label (``faq/hours`` of ``faq``).
    """

    words: tuple[str, ...]
    label: str
    is_hint: bool = False
    vector: Vector = field(default_factory=lambda: NO_VECTOR)
    part: str = ""

    @property
    def kind(self) -> str:
        return self.part or self.label
