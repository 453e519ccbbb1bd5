"""``rasa.train`` of Python code."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from causerie.compat.rasa.model_training import TrainingResult
from causerie.compat.rasa.model_training import train as train_model


def train(
    domain: str | Path,
    config: str | Path,
    training_files: str | Path | list[str] | list[Path],
    output: str | Path = "models",
    force_training: bool = False,
    fixed_model_name: str | None = None,
    **kwargs: Any,
) -> TrainingResult:
    """As ``rasa.model_training.train``."""
    return train_model(
        domain,
        config,
        training_files,
        output,
        force_training=force_training,
        fixed_model_name=fixed_model_name,
    )
