"""A message that fell back, and that the knowledge answers, is an open question: an intent that rules can name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from causerie.llm.open_turns.config import OpenTurnsConfig

Json = dict[str, Any]


class Interpreter(Protocol):
    async def parse_data(
        self, text: str, metadata: Json | None = None, time: float | None = None
    ) -> Json: ...


class Answerable(Protocol):
    """How sure (0 to 1) it is that something answers a text."""

    def confidence(self, text: str) -> float: ...


class OpenQuestions:
    """Around an interpreter; what it understood stays as it was."""

    def __init__(self, interpreter: Interpreter, knowledge: Answerable, config: OpenTurnsConfig) -> None:
        self.interpreter, self.knowledge, self.config = interpreter, knowledge, config

    async def parse_data(self, text: str, metadata: Json | None = None, time: float | None = None) -> Json:
        parsed = await self.interpreter.parse_data(text, metadata, time)
        return with_open_question(parsed, self.knowledge, self.config)

    async def close(self) -> None:
        close = getattr(self.interpreter, "close", None)
        if close is not None:
            await close()


def with_open_question(parsed: Mapping[str, Any], knowledge: Answerable, config: OpenTurnsConfig) -> Json:
    """The ranking begins with the open question, so that it can be seen why."""
    name = (parsed.get("intent") or {}).get("name")
    if not config.intent or name not in config.instead_of:
        return dict(parsed)
    confidence = knowledge.confidence(str(parsed.get("text") or ""))
    if confidence < config.knowledge.threshold:
        return dict(parsed)
    intent = {"name": config.intent, "confidence": confidence}
    return {**parsed, "intent": intent, "intent_ranking": [intent, *(parsed.get("intent_ranking") or [])]}
