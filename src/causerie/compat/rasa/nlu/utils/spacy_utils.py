"""spaCy's model, as components with ``model_from="SpacyNLP"`` are given it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass
class SpacyModel:
    """``model`` is spaCy's ``Language``."""

    model: Any
    model_name: str

    def fingerprint(self) -> str:
        return self.model_name
