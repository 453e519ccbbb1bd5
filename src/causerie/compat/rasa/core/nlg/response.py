"""The domain's responses, to derive from."""

from __future__ import annotations

from typing import Any

from causerie.compat.rasa.core.nlg.generator import NaturalLanguageGenerator
from causerie.compat.rasa.shared.core.domain import Domain
from causerie.compat.rasa.shared.core.trackers import DialogueStateTracker
from causerie.domain import Variation
from causerie.domain.responses import ResponseCondition
from causerie.responses.templates import TemplateResponses


class TemplatedNaturalLanguageGenerator(NaturalLanguageGenerator):
    """Chooses a variation as ``causerie.responses`` does. Made with the domain's responses, or with the domain."""

    def __init__(
        self,
        responses: dict[str, list[dict[str, Any]]] | None = None,
        domain: Domain | None = None,
        **kwargs: Any,
    ) -> None:
        self.responses = responses if responses is not None else (domain.responses if domain else {})

    async def generate(
        self, utter_action: str, tracker: DialogueStateTracker, output_channel: str, **kwargs: Any
    ) -> dict[str, Any] | None:
        said = {utter_action: tuple(_variation(raw) for raw in self.responses.get(utter_action, ()))}
        return await TemplateResponses(said).generate(utter_action, tracker.ours, output_channel, **kwargs)


def _variation(raw: dict[str, Any]) -> Variation:
    fields = {
        key: value for key, value in raw.items() if key not in ("condition", "channel", "language", "id")
    }
    conditions = tuple(ResponseCondition(x["name"], x["value"]) for x in raw.get("condition") or ())
    return Variation(fields, conditions, raw.get("channel"), raw.get("language"), raw.get("id"))
