"""Which model is the newest."""

from __future__ import annotations

from pathlib import Path

from causerie.errors import ModelError
from causerie.training.latest import find_model


def get_latest_model(model_path: str | Path = "models") -> str | None:
    try:
        return str(find_model(Path(model_path)))
    except ModelError:
        return None


def get_local_model(model_path: str | Path = "models") -> str:
    """Raises ModelError where there is none."""
    return str(find_model(Path(model_path)))
