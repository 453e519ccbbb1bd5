"""Responses that say ``rephrase: true`` come in a GPT's words; the designer's own are the floor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from causerie.dialogue.tracker import Tracker
from causerie.ports import Json, ResponseGenerator

if TYPE_CHECKING:
    from causerie.llm.open_turns.open_turns import OpenTurns

REPHRASE = "rephrase"


class Rephrased:
    """Around a generator of responses."""

    def __init__(self, responses: ResponseGenerator, open_turns: OpenTurns) -> None:
        self.responses, self.open_turns = responses, open_turns

    async def generate(self, name: str, tracker: Tracker, channel: str, /, **arguments: Any) -> Json | None:
        draft = await self.responses.generate(name, tracker, channel, **arguments)
        if not draft or draft.get(REPHRASE) is not True or not isinstance(draft.get("text"), str):
            return draft
        return {**draft, "text": await self.open_turns.rephrased(draft["text"], tracker)}

    async def close(self) -> None:
        close = getattr(self.responses, "close", None)
        if close is not None:
            await close()
