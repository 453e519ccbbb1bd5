"""For custom actions: ``answer_open_turn`` answers what the user just asked, as ``action_answer`` does.

    from causerie.open_turns import answer_open_turn

    answer = await answer_open_turn(tracker)
    dispatcher.utter_message(text=answer.text, **answer.metadata())

It works where actions run in the assistant's process. An action server of its own has no knowledge and no
GPT: let a rule name ``action_answer`` there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from causerie.llm.open_turns.serving import serving

if TYPE_CHECKING:
    from causerie.llm.open_turns.answer import Answer


async def answer_open_turn(tracker: Any, text: str | None = None) -> Answer:
    """``tracker`` is rasa_sdk's; ``text`` asks something else than its latest message.

    ``answer.text`` is empty where a response is to be said instead: ``answer.response``. Raises ActionError
    where no assistant with ``open_turns`` runs in this process.
    """
    return await serving().answer_from_outside(tracker, text)
