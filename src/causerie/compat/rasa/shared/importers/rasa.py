"""The project's own files, to derive from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from causerie.compat.rasa.shared.core.domain import Domain
from causerie.compat.rasa.shared.core.training_data.structures import StoryGraph
from causerie.compat.rasa.shared.data import (
    get_data_files,
    is_nlu_file,
    is_story_file,
    is_test_stories_file,
)
from causerie.compat.rasa.shared.importers.importer import Paths, TrainingDataImporter, as_paths
from causerie.compat.rasa.shared.importers.utils import story_graph_from_paths, training_data_from_paths
from causerie.compat.rasa.shared.nlu.training_data.training_data import TrainingData
from causerie.compat.rasa.shared.utils.io import read_config_file


class RasaFileImporter(TrainingDataImporter):
    """Reads what lies at the given paths."""

    def __init__(
        self,
        config_file: str | None = None,
        domain_path: str | None = None,
        training_data_paths: Paths = None,
        **kwargs: Any,
    ) -> None:
        self.config_file = config_file
        self._domain_path = domain_path
        paths = as_paths(training_data_paths)
        self._nlu_files = get_data_files(paths, is_nlu_file)
        self._story_files = [x for x in get_data_files(paths, is_story_file) if not is_test_stories_file(x)]
        self._conversation_test_files = get_data_files(paths, is_test_stories_file)

    def get_config(self) -> dict[str, Any]:
        if not self.config_file or not Path(self.config_file).exists():
            return {}
        return read_config_file(self.config_file)

    def get_config_file_for_auto_config(self) -> str | None:
        return self.config_file

    def get_domain(self) -> Domain:
        return Domain.load(self._domain_path) if self._domain_path else Domain.empty()

    def get_stories(self, exclusion_percentage: int | None = None) -> StoryGraph:
        return story_graph_from_paths(self._story_files, self.get_domain(), exclusion_percentage)

    def get_conversation_tests(self) -> StoryGraph:
        return story_graph_from_paths(self._conversation_test_files, self.get_domain())

    def get_nlu_data(self, language: str | None = "en") -> TrainingData:
        return training_data_from_paths(self._nlu_files, language)
