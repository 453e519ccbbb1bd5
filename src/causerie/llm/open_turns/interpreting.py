"""A message that fell back, and that the knowledge answers, is an open question: an intent that rules can name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from causerie.llm.knowledge.languages import guess_language
from causerie.llm.leash.topics import Topics, topic_of
from causerie.llm.open_turns.choosing import as_open_question
from causerie.llm.open_turns.config import OpenTurnsConfig
from causerie.llm.open_turns.learnt import Learnt
from causerie.ports import Interpreter

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class OpenQuestions:
    """Around an interpreter; what it understood stays as it was. ``language`` is the project's."""

    interpreter: Interpreter
    learnt: Learnt
    config: OpenTurnsConfig
    topics: Topics
    language: str

    async def parse_data(self, text: str, metadata: Json | None = None, time: float | None = None) -> Json:
        parsed = await self.interpreter.parse_data(text, metadata, time)
        name = (parsed.get("intent") or {}).get("name")
        if name not in self.config.instead_of:
            return parsed
        confidence = self._confidence(str(parsed.get("text") or text))
        if confidence < self.config.knowledge.threshold:
            return parsed
        return as_open_question(parsed, self.config.intent, confidence)

    def _confidence(self, text: str) -> float:
        """A refused topic is an open question, too: the answer is that it is refused."""
        language = guess_language(text) or self.language
        return 1.0 if topic_of(text, self.topics, language) else self.learnt.confidence(text)

    async def close(self) -> None:
        close = getattr(self.interpreter, "close", None)
        if close is not None:
            await close()
