"""The conversation that is learnt from, step by step, with a mark before each step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from causerie.actions.catalogue import Catalogue
from causerie.assistant import Assistant, Silence
from causerie.dialogue.events import (
    ActionExecuted,
    Event,
    ReminderScheduled,
    Restarted,
    UserUttered,
)
from causerie.dialogue.tracker import Tracker
from causerie.domain import Domain, Variation
from causerie.domain.names import ACTION_LISTEN, UTTER_PREFIX
from causerie.ports import IncomingMessage, Json, Prediction
from causerie.responses.templates import TemplateResponses
from causerie.stores.trackers.memory import MemoryTrackerStore

CHANNEL = "cmdline"


@dataclass(frozen=True, slots=True)
class Mark:
    """How many events there were before a step; ``said`` is the message if it begins with one."""

    position: int
    said: str | None = None


class Conversation:
    """``confirmed`` are the ids of messages whose meaning the designer has looked at; ``new_intents``,
    ``new_actions`` and ``new_responses`` are what the model does not know."""

    def __init__(self, assistant: Assistant, sender_id: str) -> None:
        self.assistant = assistant
        self.sender_id = sender_id
        self.confirmed: set[str] = set()
        self.new_intents: list[str] = []
        self.new_actions: list[str] = []
        self.new_responses: dict[str, str] = {}
        self.marks: list[Mark] = []
        self._channel = Silence()
        if isinstance(assistant.conversations.store, MemoryTrackerStore):
            assistant.conversations.store.keeps_all_sessions = True  # what is taught spans sessions
        self._channel.name = CHANNEL

    @property
    def domain(self) -> Domain:
        return self.assistant.processor.domain

    async def begin(self) -> None:
        """A new conversation gets a session."""
        await self.assistant.append(self.sender_id, [])

    async def tracker(self) -> Tracker:
        return await self.assistant.whole(self.sender_id)

    # -- steps

    async def say(self, text: str) -> UserUttered:
        """A message of the user, understood by the model."""
        position = await self._length()
        message = await self._log(IncomingMessage(text, self.sender_id, CHANNEL))
        self.marks.append(Mark(position, text))
        return message

    async def understood(self, message: UserUttered, parsed: Json | None = None) -> None:
        """The message means what it was understood as, or what is given."""
        if parsed is not None:
            await self._back_to(self.marks[-1].position)
            message = await self._log(
                IncomingMessage(str(message.text), self.sender_id, CHANNEL, parse_data=parsed)
            )
        if message.message_id:
            self.confirmed.add(message.message_id)

    async def predict(self) -> Prediction:
        prediction, _ = await self.assistant.predict(self.sender_id)
        return prediction

    async def act(self, prediction: Prediction, before: Sequence[Event] = ()) -> list[str]:
        """Runs the action after these events; returns what failed."""
        length = await self._length()
        self.marks.append(Mark(length))
        await self.add(*before)
        if self._is_without_code(prediction.best):
            await self.add(ActionExecuted(name=prediction.best))
        else:
            await self.assistant.follow(self.sender_id, prediction, self._channel)
        events = (await self.tracker()).events[length:]
        return [_failure(event) for event in events if _failure(event)]

    async def add(self, *events: Event) -> None:
        if events:
            await self.assistant.append(self.sender_id, events)

    # -- other ways

    async def undo_step(self) -> bool:
        """Whether there was anything to undo."""
        if not self.marks:
            return False
        await self._back_to(self.marks.pop().position)
        return True

    async def undo_message(self) -> bool:
        while self.marks and self.marks[-1].said is None:
            self.marks.pop()
        return await self.undo_step()

    async def restart(self) -> None:
        self.marks.clear()
        await self.add(Restarted(), ActionExecuted(name=ACTION_LISTEN))

    async def fork(self, mark: Mark) -> None:
        """What came before the mark happens again in a new conversation."""
        events = (await self.tracker()).events
        begins = max((i + 1 for i, event in enumerate(events) if isinstance(event, Restarted)), default=0)
        again = [x for x in events[begins : mark.position] if not isinstance(x, ReminderScheduled)]
        moved = len(events) + 1 - begins
        earlier = self.marks[: self.marks.index(mark)]
        self.marks = [replace(x, position=x.position + moved) for x in earlier]
        await self.add(Restarted(), *again)

    # -- what is new

    def know_response(self, name: str, text: str) -> None:
        """From now on the assistant can say it."""
        self.new_responses[name] = text
        variations = {name: (Variation({"text": text}),)}
        domain = replace(self.domain, responses={**self.domain.responses, **variations})
        self._go_on_with(domain)
        responses = self.assistant.processor.responses
        if isinstance(responses, TemplateResponses):
            known = TemplateResponses({**responses.responses, **variations})
            self.assistant.processor = replace(self.assistant.processor, responses=known)

    def know_action(self, name: str) -> None:
        self.new_actions.append(name)
        self._go_on_with(replace(self.domain, actions=(*self.domain.actions, name)))

    def _go_on_with(self, domain: Domain) -> None:
        processor = self.assistant.processor
        self.assistant.processor = replace(processor, domain=domain, catalogue=Catalogue(domain))

    def _is_without_code(self, name: str | None) -> bool:
        runner = self.assistant.processor.runner
        return (
            name in self.new_actions
            and not str(name).startswith(UTTER_PREFIX)
            and not runner.knows(str(name))
        )

    async def _log(self, message: IncomingMessage) -> UserUttered:
        tracker = await self.assistant.log_message(message)
        logged = tracker.latest(UserUttered)
        assert isinstance(logged, UserUttered)
        return logged

    async def _length(self) -> int:
        return len((await self.tracker()).events)

    async def _back_to(self, position: int) -> None:
        events = (await self.tracker()).events[:position]
        await self.assistant.replace(self.sender_id, events)


def is_listening(tracker: Tracker) -> bool:
    """Whether it is the user's turn to speak."""
    for event in tracker.applied_backwards():
        if isinstance(event, ActionExecuted):
            return event.name == ACTION_LISTEN
        if isinstance(event, UserUttered):
            return False
    return False


def _failure(event: Event) -> str:
    failed = event.metadata.get("failed") if isinstance(event, ActionExecuted) else None
    return str(failed.get("message", "")) if failed else ""
