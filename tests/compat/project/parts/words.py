"""The words of responses."""

from __future__ import annotations

from typing import Any, Dict, Optional, Text

from rasa.core.nlg.generator import NaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig


class ShoutingGenerator(NaturalLanguageGenerator):
    def __init__(self, endpoint_config: EndpointConfig, domain: Domain) -> None:
        self.mark = endpoint_config.kwargs.get("mark", "!")
        self.responses = domain.responses

    async def generate(
        self, utter_action: Text, tracker: DialogueStateTracker, output_channel: Text, **kwargs: Any
    ) -> Optional[Dict[Text, Any]]:
        said = self.responses.get(utter_action)
        if not said:
            return None
        text = said[0]["text"].format(colour=tracker.get_slot("colour"))
        return {"text": f"{text.upper()} {self.mark} {tracker.latest_message.intent.get('name')}"}
