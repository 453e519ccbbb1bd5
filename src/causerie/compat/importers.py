"""An importer written for Rasa: it gives values, not files."""

from __future__ import annotations

import inspect
from typing import Any, ClassVar

from causerie.compat.calling import accepted, call, wrong
from causerie.compat.examples import nlu_of
from causerie.compat.rasa.shared.core.domain import Domain
from causerie.compat.rasa.shared.core.training_data.structures import StoryGraph
from causerie.compat.rasa.shared.importers.importer import TrainingDataImporter
from causerie.compat.rasa.shared.nlu.training_data.training_data import TrainingData
from causerie.files.domain_json import domain_as_dict
from causerie.files.importers import ImportedValues


class ImporterHost:
    """Gives ``causerie.files.importers`` the project's values."""

    cls: ClassVar[type[TrainingDataImporter]]

    def __init__(
        self, config_file: str | None, domain_path: str | None, data: list[str], **options: Any
    ) -> None:
        offered = accepted(
            self.cls, config_file=config_file, domain_path=domain_path, training_data_paths=data, **options
        )
        self.importer: TrainingDataImporter = call(self.cls, "__init__", self.cls, **offered)

    def values(self, language: str | None) -> ImportedValues:
        """All that the importer makes; raises ComponentError for what is no such thing."""
        name = f"<{self.cls.__module__}.{self.cls.__name__}>"
        data = self._get("get_nlu_data", TrainingData, language=language or "en")
        return ImportedValues(
            name,
            config=self._get("get_config", dict),
            domain=domain_as_dict(self._get("get_domain", Domain).ours),
            nlu=nlu_of(data, name),
            stories=tuple(step.ours for step in self._get("get_stories", StoryGraph).story_steps),
        )

    def _get(self, method: str, expected: type, **offered: Any) -> Any:
        function = getattr(self.importer, method)
        found = call(self.cls, method, function, **accepted(function, **offered))
        if inspect.iscoroutine(found):
            found.close()
            raise wrong(
                self.cls, f"'{method}' is 'async'. Since Rasa 3 it is a plain method.", "Take 'async' away."
            )
        if not isinstance(found, expected):
            raise wrong(
                self.cls,
                f"'{method}' must return a {expected.__name__}; it returned {type(found).__name__}.",
            )
        return found


def importer_host(cls: type[TrainingDataImporter]) -> type[ImporterHost]:
    return type(cls.__name__, (ImporterHost,), {"cls": cls, "__doc__": cls.__doc__})
