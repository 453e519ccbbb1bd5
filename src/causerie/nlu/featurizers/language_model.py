"""Stands in for transformer features, which this engine does not compute."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any, ClassVar

from causerie.nlu.message import Message
from causerie.ports import TrainingContext

logger = logging.getLogger(__name__)


class LanguageModelFeaturizer:
    """Accepted so that a project trains unchanged; it adds nothing, and says so once, at training."""

    defaults: ClassVar[dict[str, Any]] = {"alias": None, "model_name": "bert"}
    without_effect: ClassVar[frozenset[str]] = frozenset({"model_weights", "cache_dir"})
    kind: ClassVar[str] = "featurizer"
    reads: ClassVar[tuple[str, ...]] = ()
    needs: ClassVar[tuple[str, ...]] = ("tokenizer",)

    def __init__(self, config: dict[str, Any]) -> None:
        self.model_name = config["model_name"]

    def train(self, messages: Sequence[Message], context: TrainingContext) -> None:
        logger.warning(
            "LanguageModelFeaturizer: '%s' is not loaded. Intents and entities are learnt from n-grams "
            "alone: words that no example holds are not understood by their meaning. Add examples with "
            "the words that people use.",
            self.model_name,
        )

    def process(self, message: Message) -> None:
        """Nothing is added."""

    def state(self) -> dict[str, Any]:
        return {}

    def load(self, state: dict[str, Any]) -> None:
        """Nothing was kept."""
