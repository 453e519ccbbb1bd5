"""What an action may see and touch."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from causerie.dialogue.events import Event
from causerie.dialogue.tracker import Tracker
from causerie.domain import Domain
from causerie.ports import ActionRunner, OutputChannel, ResponseGenerator, Say

if TYPE_CHECKING:
    from causerie.llm.open_turns.generating import SayPiece
    from causerie.llm.open_turns.open_turns import OpenTurns

RunNamed = Callable[[str, "ActionContext"], Awaitable[list[Event]]]


@dataclass(frozen=True, slots=True)
class ActionContext:
    """``tracker`` is a fork: an action reads it and may append to it, the conversation is untouched.

    ``run_action`` runs another action by name (a form asks through it). ``say_piece`` hands on the beginning
    of a message that is still being made.
    """

    tracker: Tracker
    domain: Domain
    channel: OutputChannel
    responses: ResponseGenerator
    runner: ActionRunner
    run_action: RunNamed
    say: Say | None = None
    open_turns: OpenTurns | None = None
    say_piece: SayPiece | None = None

    def after(self, events: Iterable[Event]) -> ActionContext:
        """The context as it would be after these events."""
        tracker = self.tracker.fork()
        tracker.update_all(events)
        return replace(self, tracker=tracker)


class Action(Protocol):
    """Events come back in the order in which they belong into the conversation; messages are events."""

    async def run(self, context: ActionContext) -> list[Event]: ...
