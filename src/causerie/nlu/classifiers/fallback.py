"""``nlu_fallback`` when no intent is sure enough, or two are too close."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from causerie.domain.names import INTENT_NLU_FALLBACK
from causerie.nlu.message import IntentScore, Message
from causerie.ports import TrainingContext


class FallbackClassifier:
    """The fallback's confidence is the threshold; the ranking keeps what was found below it."""

    defaults: ClassVar[dict[str, Any]] = {"threshold": 0.3, "ambiguity_threshold": 0.1}
    kind: ClassVar[str] = "fallback"
    reads: ClassVar[tuple[str, ...]] = ()
    needs: ClassVar[tuple[str, ...]] = ("classifier",)

    def __init__(self, config: dict[str, Any]) -> None:
        self.threshold = float(config["threshold"])
        self.ambiguity_threshold = float(config["ambiguity_threshold"])

    def train(self, messages: Sequence[Message], context: TrainingContext) -> None:
        """Nothing to learn."""

    def process(self, message: Message) -> None:
        if self.is_unsure(message):
            fallback = IntentScore(INTENT_NLU_FALLBACK, self.threshold)
            message.intent = fallback
            if message.ranking is not None:
                message.ranking = [fallback, *message.ranking]

    def is_unsure(self, message: Message) -> bool:
        confidence = message.intent.confidence if message.intent else 0.0
        if confidence < self.threshold:
            return True
        best = message.ranking or []
        return len(best) > 1 and best[0].confidence - best[1].confidence < self.ambiguity_threshold

    def state(self) -> dict[str, Any]:
        return {}

    def load(self, state: dict[str, Any]) -> None:
        """Nothing was kept."""
