"""The assistant here, beside the old server: it takes the same messages, and nobody hears it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from causerie.assembly import Surroundings, make_processor
from causerie.assistant import Assistant
from causerie.channels.collecting import pieces
from causerie.dialogue.event_json import as_dict, from_dict
from causerie.dialogue.events import now
from causerie.dialogue.tracker import Tracker
from causerie.domain.names import SESSION_STARTED_METADATA
from causerie.migration.talking.taken_over import TakenOver
from causerie.migration.talking.tracked import TrackedTurn, find_turn, without_recipient
from causerie.migration.talking.turns import Json, Outcome, Said, When
from causerie.ports import BotMessage, IncomingMessage
from causerie.stores.locks.memory import MemoryLockStore
from causerie.stores.trackers.memory import MemoryTrackerStore
from causerie.training.model import Model

NEVER = When(0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Heard:
    """A message as the old server got it."""

    sender: str
    text: str
    channel: str = "rest"
    metadata: Json = field(default_factory=dict)


class Twin:
    """Its conversations are its own, in memory; no event broker is told of them.

    Custom actions run only if asked for; else what they did on the old server is taken over.
    """

    def __init__(self, model: Model, around: Surroundings, run_actions: bool = False) -> None:
        self.domain = model.domain
        self._taken_over = None if run_actions else TakenOver(model.domain)
        processor = make_processor(model, around, self._taken_over)
        self._assistant = Assistant(model, processor, MemoryTrackerStore(), MemoryLockStore())

    async def take(self, heard: Heard, theirs: TrackedTurn | None) -> Outcome:
        """One turn. With ``theirs`` it begins where theirs began; else where the last one here ended."""
        if self._taken_over:
            self._taken_over.begin(theirs.events if theirs else None)
        if theirs is not None:
            late = now() - theirs.time  # sessions expire by the clock, and this may be hours later
            read = [from_dict(event) for event in theirs.before]
            before = [replace(event, timestamp=event.timestamp + late) for event in read]
            await self._assistant.replace(heard.sender, before)
        began, output = now(), _Output()
        message = IncomingMessage(heard.text, heard.sender, heard.channel, metadata=heard.metadata)
        await self._assistant.handle(message, output)
        self._assistant.reminders.forget(heard.sender)
        return await self._outcome(heard, began, output.said)

    def state_after(self, theirs: TrackedTurn, sender: str) -> tuple[Json, str | None]:
        """Slots and active form after the old server's turn."""
        events = [from_dict(event) for event in (*theirs.before, *theirs.events)]
        return _state(Tracker(sender, self.domain.slots, events))

    async def forget(self, sender: str) -> None:
        await self._assistant.delete(sender)

    async def close(self) -> None:
        await self._assistant.close()

    async def _outcome(self, heard: Heard, began: float, said: Sequence[Said]) -> Outcome:
        tracker = await self._assistant.whole(heard.sender)
        events = [as_dict(event) for event in tracker.events if event.timestamp >= began]
        turn = find_turn(events, heard.text, 0, NEVER)
        slots, loop = _state(tracker)
        return Outcome(
            tuple(said),
            turn.intent if turn else None,
            turn.actions if turn else (),
            slots,
            loop,
            tuple(self._taken_over.not_run) if self._taken_over else (),
        )


class _Output:
    """Keeps what is said, and of which response it is."""

    name = "collector"

    def __init__(self) -> None:
        self.said: list[Said] = []

    async def send(self, recipient_id: str, message: BotMessage) -> None:
        response = message.metadata.get("utter_action")
        for piece in pieces(recipient_id, message):
            self.said.append(Said(without_recipient(piece), response))


def _state(tracker: Tracker) -> tuple[Json, str | None]:
    state = tracker.state
    slots = {name: value for name, value in state.slots.items() if name != SESSION_STARTED_METADATA}
    return slots, state.loop_name
