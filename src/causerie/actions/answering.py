"""``action_answer``: an open question is answered from the project's knowledge, by a GPT where there is one."""

from __future__ import annotations

from dataclasses import replace

from causerie.actions.context import ActionContext
from causerie.actions.utterances import bot_uttered, utter
from causerie.dialogue.events import Event
from causerie.errors import ActionError
from causerie.llm.open_turns.words import usual_words

ACTION_ANSWER = "action_answer"


async def answer_open_turn(context: ActionContext) -> list[Event]:
    """One message; its metadata say what it rests on and what it cost."""
    if context.open_turns is None:
        raise ActionError(
            f"'{ACTION_ANSWER}' needs the section 'open_turns' in config.yml: describe there what the assistant may "
            "answer, and train again.",
            ACTION_ANSWER,
            "unknown",
        )
    question = await context.open_turns.question(context.tracker)
    answer = await context.open_turns.answer(question, context.say_piece)
    if answer.text:
        return [bot_uttered({"text": answer.text, **answer.metadata()})]
    said = await utter(answer.response, context)
    if not said:
        return [bot_uttered({"text": usual_words(answer.kind, question.language), **answer.metadata()})]
    return [replace(event, metadata={**event.metadata, **answer.metadata()}) for event in said]
