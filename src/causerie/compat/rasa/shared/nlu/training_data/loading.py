"""Reads NLU data."""

from __future__ import annotations

from pathlib import Path

from causerie.compat.examples import training_data_of
from causerie.compat.rasa.shared.nlu.training_data.training_data import TrainingData
from causerie.files.nlu import read_nlu


def load_data(resource_name: str | Path, language: str | None = "en") -> TrainingData:
    """The data below a file or folder; raises ProjectError with all its problems."""
    if not Path(resource_name).exists():
        raise ValueError(f"There is no file or folder '{resource_name}'.")
    return training_data_of(read_nlu([resource_name]))
