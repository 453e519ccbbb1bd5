"""An action of the project's own, wherever it runs."""

from __future__ import annotations

from causerie.actions.context import ActionContext
from causerie.actions.said_by_actions import events_of_answer
from causerie.dialogue.events import Event


class CustomAction:
    """Raises ActionRejected when it declines, ActionError when it fails in any way."""

    def __init__(self, name: str) -> None:
        self.name = name

    async def run(self, context: ActionContext) -> list[Event]:
        answer = await context.runner.run(self.name, context.tracker, context.domain, context.say)
        return await events_of_answer(self.name, answer, context)
