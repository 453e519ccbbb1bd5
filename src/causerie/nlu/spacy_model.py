"""spaCy's language models; the one place where spaCy is imported."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, ClassVar

from causerie.errors import ComponentError
from causerie.nlu.message import Message
from causerie.ports import TrainingContext

logger = logging.getLogger(__name__)

DOCUMENT = "spacy"
CASED_DOCUMENT = "spacy cased"


class SpacyNLP:
    """Reads each message with the model for the Spacy components after it.

    The model itself is not stored: it has to be installed where the assistant runs.
    """

    defaults: ClassVar[dict[str, Any]] = {"model": None, "case_sensitive": False}
    kind: ClassVar[str] = "loader"

    def __init__(self, config: dict[str, Any]) -> None:
        if not config["model"]:
            raise ComponentError("SpacyNLP: the key 'model' is missing, for example 'model: en_core_web_md'.")
        self.config = config
        self.model = load_model(config["model"])

    def train(self, messages: Sequence[Message], context: TrainingContext) -> None:
        """Nothing to learn."""

    def process(self, message: Message) -> None:
        text = message.text if self.config["case_sensitive"] else message.text.lower()
        message.documents[DOCUMENT] = self.model(text)
        message.documents[CASED_DOCUMENT] = self.cased

    def cased(self, message: Message) -> Any:
        """The text as written, which names are recognised by."""
        return message.documents[DOCUMENT] if self.config["case_sensitive"] else self.model(message.text)

    def state(self) -> dict[str, Any]:
        return {}

    def load(self, state: dict[str, Any]) -> None:
        """Nothing was kept."""


@lru_cache(maxsize=4)
def load_model(name: str) -> Any:
    """Raises ComponentError with the line that installs what is missing."""
    try:
        import spacy
    except ImportError as error:
        raise ComponentError(
            f"SpacyNLP needs spaCy. Install it: pip install 'causerie[spacy]'. {DEGRADED}"
        ) from error
    try:
        return spacy.load(name, disable=["parser"])
    except OSError as error:
        raise ComponentError(
            f"The spaCy model '{name}' is not installed. Install it: python -m spacy download {name}. "
            + DEGRADED
        ) from error


DEGRADED = (
    "Without it, take the Spacy components out of the pipeline and put WhitespaceTokenizer in: word "
    "vectors, part-of-speech tags and spaCy's own entities are lost, intents and your own entities stay."
)
