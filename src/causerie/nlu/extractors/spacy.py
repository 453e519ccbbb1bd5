"""The entities that spaCy's model knows: people, places, organisations, dates."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from causerie.nlu.message import ExtractedEntity, Message
from causerie.nlu.spacy_model import CASED_DOCUMENT
from causerie.ports import TrainingContext


class SpacyEntityExtractor:
    """``dimensions`` keeps the entities of these names only."""

    defaults: ClassVar[dict[str, Any]] = {"dimensions": None}
    kind: ClassVar[str] = "extractor"
    reads: ClassVar[tuple[str, ...]] = ()
    needs: ClassVar[tuple[str, ...]] = ("SpacyNLP",)

    def __init__(self, config: dict[str, Any]) -> None:
        self.wanted = config["dimensions"]

    def train(self, messages: Sequence[Message], context: TrainingContext) -> None:
        """Nothing to learn."""

    def process(self, message: Message) -> None:
        document = message.documents[CASED_DOCUMENT](message)
        message.entities = [
            *message.entities,
            *(
                ExtractedEntity(
                    found.label_,
                    found.start_char,
                    found.end_char,
                    found.text,
                    "SpacyEntityExtractor",
                    extra={"confidence": None},
                )
                for found in document.ents
                if not self.wanted or found.label_ in self.wanted
            ),
        ]

    def state(self) -> dict[str, Any]:
        return {}

    def load(self, state: dict[str, Any]) -> None:
        """Nothing was kept."""
