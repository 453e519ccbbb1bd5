"""An importer from scratch, and one that changes what the files say."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Dict, List, Optional, Text, Union

import rasa.shared.utils.io
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, UserUttered
from rasa.shared.core.training_data.structures import StoryGraph, StoryStep
from rasa.shared.importers import utils
from rasa.shared.importers.importer import TrainingDataImporter
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData


class ElsewhereImporter(TrainingDataImporter):
    """Everything from a folder that the entry in config.yml names."""

    def __init__(
        self,
        config_file: Optional[Text] = None,
        domain_path: Optional[Text] = None,
        training_data_paths: Optional[Union[List[Text], Text]] = None,
        folder: Text = "elsewhere",
        **kwargs: Any,
    ) -> None:
        self.config_file = config_file
        self.folder = Path(config_file).parent / folder

    def get_domain(self) -> Domain:
        return Domain.load(str(self.folder / "domain.yml"))

    def get_stories(self, exclusion_percentage: Optional[int] = None) -> StoryGraph:
        return utils.story_graph_from_paths([str(self.folder / "stories.yml")], self.get_domain())

    def get_conversation_tests(self) -> StoryGraph:
        return StoryGraph([])

    def get_config(self) -> Dict:
        return rasa.shared.utils.io.read_config_file(self.config_file)

    def get_config_file_for_auto_config(self) -> Optional[Text]:
        return self.config_file

    def get_nlu_data(self, language: Optional[Text] = "en") -> TrainingData:
        return utils.training_data_from_paths([str(self.folder / "nlu.yml")], language)


class MoreExamplesImporter(RasaFileImporter):
    """The project's files and more of everything."""

    def get_nlu_data(self, language: Optional[Text] = "en") -> TrainingData:
        more = [Message.build("cheerio", "bye"), Message.build("thank you", "thank")]
        return super().get_nlu_data(language).merge(TrainingData(more))

    def get_domain(self) -> Domain:
        more = Domain.from_dict({"intents": ["thank"], "responses": {"utter_welcome": [{"text": "Welcome."}]}})
        return super().get_domain().merge(more)

    def get_stories(self, exclusion_percentage: Optional[int] = None) -> StoryGraph:
        events = [
            ActionExecuted("action_listen"),
            UserUttered(intent={"name": "thank"}),
            ActionExecuted("utter_welcome"),
            ActionExecuted("action_listen"),
        ]
        return super().get_stories().merge(StoryGraph([StoryStep("thanks", events=events)]))
