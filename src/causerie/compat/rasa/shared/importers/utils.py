"""Training data from paths."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from causerie.compat.examples import training_data_of
from causerie.compat.rasa.shared.core.training_data.loading import load_data_from_files
from causerie.compat.rasa.shared.core.training_data.structures import StoryGraph
from causerie.compat.rasa.shared.nlu.training_data.training_data import TrainingData
from causerie.files.nlu import read_nlu


def training_data_from_paths(paths: Iterable[str | Path], language: str | None = "en") -> TrainingData:
    return training_data_of(read_nlu(list(paths)))


def story_graph_from_paths(
    files: list[str], domain: Any = None, exclusion_percentage: int | None = None
) -> StoryGraph:
    return StoryGraph(load_data_from_files(files, domain, exclusion_percentage))
