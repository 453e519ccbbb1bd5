"""The open turns of the assistant that runs in this process, for the project's own actions."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from causerie.errors import ActionError
from causerie.llm.open_turns.question import Question, question_of_state

if TYPE_CHECKING:
    from causerie.llm.open_turns.answer import Answer
    from causerie.llm.open_turns.open_turns import OpenTurns

NOT_HERE = (
    "answer_open_turn needs an assistant with 'open_turns' in config.yml in the same process. On an action server of its "
    "own, let a rule name 'action_answer' instead."
)


class SdkTracker(Protocol):
    """As rasa_sdk's."""

    sender_id: str

    def current_state(self) -> Mapping[str, Any]: ...


@dataclass(frozen=True, slots=True)
class Serving:
    """``loop`` is the assistant's: its connections to a GPT belong there, whatever loop an action runs in."""

    open_turns: OpenTurns
    loop: asyncio.AbstractEventLoop

    async def answer_from_outside(self, tracker: SdkTracker, text: str | None = None) -> Answer:
        question = question_of_state(tracker.current_state(), self.open_turns.language)
        if text is not None:
            question = question.asking(text)
        work = self._answer(question)
        if asyncio.get_running_loop() is self.loop:
            return await work
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, self.loop))

    async def _answer(self, question: Question) -> Answer:
        return await self.open_turns.answer(await self.open_turns.with_wishes(question))


_serving: Serving | None = None


def serve(open_turns: OpenTurns | None) -> None:
    """Called on the assistant's loop with each model; the latest one counts."""
    global _serving
    _serving = Serving(open_turns, asyncio.get_running_loop()) if open_turns else None


def serving() -> Serving:
    if _serving is None:
        raise ActionError(NOT_HERE, "answer_open_turn", "failed")
    return _serving
