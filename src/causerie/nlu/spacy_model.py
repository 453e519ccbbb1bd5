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
MODEL = "spacy model"


class SpacyNLP:
    """Reads each message with the model for the Spacy components after it.

    The model itself is not stored: it has to be installed where the assistant runs.
    """

    defaults: ClassVar[dict[str, Any]] = {"model": None, "case_sensitive": False}
    kind: ClassVar[str] = "loader"
    reads: ClassVar[tuple[str, ...]] = ()

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
        message.documents[MODEL] = self.model

    def cased(self, message: Message) -> Any:
        """The text as written, which names are recognised by."""
        return message.documents[DOCUMENT] if self.config["case_sensitive"] else self.model(message.text)

    def state(self) -> dict[str, Any]:
        return {}

    def load(self, state: dict[str, Any]) -> None:
        """Nothing was kept."""


@lru_cache(maxsize=4)
def load_model(name: str) -> Any:
    """The model, or an empty one of its language, with a warning, where it is not installed.

    Raises ComponentError where spaCy itself is missing.
    """
    try:
        import spacy
    except ImportError as error:
        raise ComponentError(
            "SpacyNLP needs spaCy. Install it: pip install 'causerie[spacy]'. Or take the Spacy components "
            "out of the pipeline and put WhitespaceTokenizer in."
        ) from error
    try:
        return spacy.load(name, disable=["parser"])
    except OSError:
        logger.warning(
            "The spaCy model '%s' is not installed, so an empty one stands in: words are split, but there are "
            "no part-of-speech tags, no lemmas, none of spaCy's own entities, and word vectors say only whether "
            "words are the same. Install it: python -m spacy download %s",
            name,
            name,
        )
        return empty_model(name)


def empty_model(name: str) -> Any:
    """A model of the language that the name begins with (``en_core_web_md``), or of none."""
    import spacy

    try:
        return spacy.blank(name[:2])
    except ImportError:
        return spacy.blank("xx")
