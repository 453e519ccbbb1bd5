"""The base of importers."""

from __future__ import annotations

from abc import ABC, abstractmethod
from pathlib import Path
from typing import Any

from causerie.compat.rasa.shared.core.domain import Domain
from causerie.compat.rasa.shared.core.training_data.structures import StoryGraph
from causerie.compat.rasa.shared.nlu.training_data.training_data import TrainingData

Paths = list[str] | str | None


class TrainingDataImporter(ABC):
    """Derive from it; name the class under ``importers`` in config.yml."""

    @abstractmethod
    def __init__(
        self,
        config_file: str | None = None,
        domain_path: str | None = None,
        training_data_paths: Paths = None,
        **kwargs: Any,
    ) -> None:
        """The paths of the project, and the keys of the importer's entry."""

    @abstractmethod
    def get_domain(self) -> Domain: ...

    @abstractmethod
    def get_stories(self, exclusion_percentage: int | None = None) -> StoryGraph: ...

    def get_conversation_tests(self) -> StoryGraph:
        return self.get_stories()

    @abstractmethod
    def get_config(self) -> dict[str, Any]: ...

    @abstractmethod
    def get_config_file_for_auto_config(self) -> str | None: ...

    @abstractmethod
    def get_nlu_data(self, language: str | None = "en") -> TrainingData: ...

    @staticmethod
    def load_from_config(
        config_path: str,
        domain_path: str | None = None,
        training_data_paths: list[str] | None = None,
        **kwargs: Any,
    ) -> TrainingDataImporter:
        """The project's own files, for code that asks for an importer."""
        from causerie.compat.rasa.shared.importers.rasa import RasaFileImporter

        return RasaFileImporter(config_path, domain_path, training_data_paths)

    @classmethod
    def __causerie__(cls, kind: str) -> type:
        from causerie.compat.importers import importer_host

        return importer_host(cls)


def as_paths(paths: Paths | Path) -> list[str]:
    return [str(paths)] if isinstance(paths, str | Path) else list(paths or ())
