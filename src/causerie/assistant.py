"""An assistant: a model, its conversations, and the world around them.

``handle`` takes a message through one turn under the conversation's lock. What it does is a task
of its own: a client that goes away can't cut it short.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from itertools import islice, takewhile
from typing import Any, TypeVar

from causerie.conversations import Conversations
from causerie.dialogue.event_json import as_dict
from causerie.dialogue.events import ActionExecuted, Event, ReminderScheduled, SessionStarted, UserUttered
from causerie.dialogue.reminding import is_outdated
from causerie.dialogue.tracker import Tracker
from causerie.domain import Domain
from causerie.domain.names import ACTION_SESSION_START
from causerie.errors import RequestError
from causerie.llm.open_turns.serving import serve
from causerie.ports import (
    BotMessage,
    IncomingMessage,
    Json,
    LockStore,
    OutputChannel,
    Prediction,
    TrackerStore,
)
from causerie.processor import Processor, Turn
from causerie.registry import did_you_mean
from causerie.reminders import Reminders
from causerie.stores.brokers.outbox import Outbox
from causerie.training.model import Model

log = logging.getLogger(__name__)
T = TypeVar("T")
RECENT_MESSAGES = 20
OPENED = 1_000


class Silence:
    """An output channel for turns that nobody waits for."""

    name = "silence"

    async def send(self, recipient_id: str, message: BotMessage) -> None:
        pass


class Assistant:
    """Built by ``assembly.assemble``. All methods may be called concurrently."""

    def __init__(
        self,
        model: Model,
        processor: Processor,
        store: TrackerStore,
        locks: LockStore,
        outbox: Outbox | None = None,
        model_file: str = "",
    ) -> None:
        self.model = model
        self.model_file = model_file
        self.processor = processor
        self.locks = locks
        self.outbox = outbox
        self.conversations = _conversations(store, model.domain)
        self.reminders = Reminders(self._remind)
        self.output_channels: dict[str, OutputChannel] = {}
        self._tasks: set[asyncio.Future[Any]] = set()
        self._opened: dict[str, None] = {}
        self._watchers: dict[str, list[Callable[[], None]]] = {}

    @property
    def domain(self) -> Domain:
        return self.model.domain

    async def start(self) -> None:
        """Take up reminders that were set before the process began. Raises StoreError."""
        serve(self.processor.open_turns)
        if callable(start := getattr(self.locks, "start", None)):
            await start()
        for sender_id, reminder in await self.conversations.store.pending_reminders():
            self.reminders.set(sender_id, reminder)

    async def close(self) -> None:
        """Finish the turns under way, then let go of everything."""
        if self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.reminders.close()
        await self.processor.close()
        await self.conversations.store.close()
        await self.locks.close()
        if self.outbox:
            await self.outbox.close()

    async def swap(self, model: Model, processor: Processor, model_file: str) -> None:
        """Go on with another model; conversations and reminders stay, turns under way end as they began."""
        before, under_way = self.processor, set(self._tasks)
        self.model, self.processor, self.model_file = model, processor, model_file
        self.conversations = _conversations(self.conversations.store, model.domain)
        serve(processor.open_turns)
        self._own_task(self._retire(before, under_way))

    async def _retire(self, processor: Processor, under_way: set[asyncio.Future[Any]]) -> None:
        """Let go of what a former model needed, once nobody needs it."""
        if under_way:
            await asyncio.wait(under_way)
        await processor.runner.close()
        if processor.open_turns:
            await processor.open_turns.close()

    # -- turns

    async def handle(self, message: IncomingMessage, channel: OutputChannel) -> None:
        """One message, one turn; a message id seen before is not handled twice."""
        await self._in_own_task(lambda: self._handle(message, channel))

    async def _handle(self, message: IncomingMessage, channel: OutputChannel) -> None:
        async with self._turn(message.sender_id, channel) as turn:
            if message.message_id and _was_handled(turn.tracker, message.message_id):
                log.info("The message '%s' came again and was left out.", message.message_id)
                return
            await self.processor.handle(turn, message)

    async def log_message(self, message: IncomingMessage) -> Tracker:
        """Append a message and fill slots; nothing is answered."""

        async def work() -> Tracker:
            async with self._turn(message.sender_id, Silence()) as turn:
                await self.processor.log_message(turn, message)
                await self.processor.fill_slots(turn)
            return await self.conversations.whole(message.sender_id)

        return await self._in_own_task(work)

    async def trigger_intent(
        self, sender_id: str, intent: str, entities: Any, channel: OutputChannel
    ) -> Tracker:
        """Act as if the user had said this intent."""
        if intent not in self.domain.intents:
            raise RequestError(
                404,
                "NotFound",
                f"The domain has no intent '{intent}'. {did_you_mean(intent, self.domain.intents)}".rstrip(),
            )

        async def work() -> Tracker:
            async with self._turn(sender_id, channel) as turn:
                await self.processor.start_session_if_needed(turn)
                await self.processor.trigger(turn, intent, entities)
            return await self.conversations.whole(sender_id)

        return await self._in_own_task(work)

    async def execute(
        self, sender_id: str, action: str, policy: str, confidence: float, channel: OutputChannel
    ) -> Tracker:
        """Run one action, whatever the policies say; returns the conversation as it was before."""
        if action not in self.domain.action_set:
            raise RequestError(
                500,
                "ConversationError",
                f"There is no action '{action}'. {did_you_mean(action, self.domain.action_names)}".rstrip(),
            )

        async def work() -> Tracker:
            async with self._turn(sender_id, channel) as turn:
                before = await self._begun(turn)
                await self.processor.execute(turn, action, policy, confidence)
                return before

        return await self._in_own_task(work)

    async def follow(self, sender_id: str, prediction: Prediction, channel: OutputChannel) -> None:
        """Do what a prediction says, as in a turn; no other action comes after it."""

        async def work() -> None:
            async with self._turn(sender_id, channel) as turn:
                await self.processor.follow(turn, prediction)

        await self._in_own_task(work)

    async def append(
        self, sender_id: str, events: Sequence[Event], channel: OutputChannel | None = None
    ) -> Tracker:
        """Append events; with a channel their side effects happen too (messages, reminders)."""

        async def work() -> Tracker:
            async with self._turn(sender_id, channel or Silence()) as turn:
                if not turn.tracker.events and not _begin_session(events):
                    await self.processor.start_session(turn)
                turn.tracker.update_all(self.processor.stamped(event) for event in events)
                if channel is not None:
                    await self.processor.send(turn, events)
            return await self.conversations.whole(sender_id)

        return await self._in_own_task(work)

    async def replace(self, sender_id: str, events: Sequence[Event]) -> Tracker:
        """Put other events in the place of all there were."""

        async def work() -> Tracker:
            async with self.locks.lock(sender_id):
                self.reminders.forget(sender_id)
                before = (await self.conversations.whole(sender_id)).events
                await self.conversations.replace(sender_id, events)
                self._tell(sender_id, _after_same_beginning(before, events))
                return await self.conversations.whole(sender_id)

        return await self._in_own_task(work)

    async def delete(self, sender_id: str) -> None:
        """Forget a conversation, also what channels have kept of it (those with a method ``forget``)."""
        async with self.locks.lock(sender_id):
            self.reminders.forget(sender_id)
            await self.conversations.delete(sender_id)
        for channel in self.output_channels.values():
            if callable(forget := getattr(channel, "forget", None)):
                forget(sender_id)
        self._ring(sender_id)

    @contextmanager
    def watched(self, sender_id: str, ring: Callable[[], None]) -> Iterator[None]:
        """``ring`` is called whenever this process has stored something of the conversation, or erased it."""
        watchers = self._watchers.setdefault(sender_id, [])
        watchers.append(ring)
        try:
            yield
        finally:
            watchers.remove(ring)
            if not watchers:
                self._watchers.pop(sender_id, None)

    async def predict(self, sender_id: str) -> tuple[Prediction, Tracker]:
        """What would be done next."""
        async with self._turn(sender_id, Silence()) as turn:
            whole = await self._begun(turn)
            return self.processor.predict(turn.tracker.fork()), whole

    async def tracker(self, sender_id: str) -> Tracker:
        """The whole conversation; a new one as its first session would begin, without storing that."""
        tracker = await self.conversations.whole(sender_id)
        if not tracker.events:
            await self.processor.start_session(Turn(tracker, Silence()))
            self._opened[sender_id] = None
            while len(self._opened) > OPENED:
                self._opened.pop(next(iter(self._opened)))
        return tracker

    def is_opened(self, sender_id: str) -> bool:
        """Whether somebody looked at the conversation before anything was said in it."""
        return sender_id in self._opened

    async def whole(self, sender_id: str) -> Tracker:
        """The whole conversation as it is; empty when there is none."""
        return await self.conversations.whole(sender_id)

    async def explain(self, text: str) -> Json:
        """What ``parse`` gives, with an ``explanation``; an empty one where another server understands."""
        pipeline = self.model.pipeline
        interpreter = self.processor.interpreter
        interpreter = getattr(interpreter, "interpreter", interpreter)  # what open questions are added to
        if pipeline is None or interpreter is not pipeline:
            return {**await self.parse(text), "explanation": {}}
        return await pipeline.explain_data(text)

    async def parse(self, text: str, metadata: Json | None = None) -> Json:
        return await self.processor.interpreter.parse_data(text, metadata)

    async def _begun(self, turn: Turn) -> Tracker:
        """Begin a session if needed; the conversation until then, with all its sessions."""
        known = len(turn.tracker.events)
        await self.processor.start_session_if_needed(turn)
        whole = await self.conversations.whole(turn.tracker.sender_id)
        whole.update_all(turn.tracker.events[known:])
        return whole

    # -- how a turn is held together

    @asynccontextmanager
    async def _turn(self, sender_id: str, channel: OutputChannel) -> AsyncIterator[Turn]:
        """Lock, load, let work, store, publish. A turn that fails is not stored at all."""
        async with self.locks.lock(sender_id):
            conversations = self.conversations
            turn = Turn(await conversations.load(sender_id), channel)
            try:
                yield turn
            except BaseException:
                conversations.forget(sender_id)
                raise
            new = await conversations.save(turn.tracker, turn.finished_reminders)
            self.reminders.follow(sender_id, new)
            self._tell(sender_id, new)

    def _tell(self, sender_id: str, events: Sequence[Event]) -> None:
        if self.outbox:
            self.outbox.put([{"sender_id": sender_id, **as_dict(event)} for event in events])
        self._ring(sender_id)

    def _ring(self, sender_id: str) -> None:
        """Channels with a method ``stored`` are told of all conversations."""
        for ring in self._watchers.get(sender_id, ()):
            ring()
        for channel in self.output_channels.values():
            if callable(stored := getattr(channel, "stored", None)):
                stored(sender_id)

    async def _in_own_task(self, work: Callable[[], Awaitable[T]]) -> T:
        return await asyncio.shield(self._own_task(work()))

    def _own_task(self, work: Awaitable[T]) -> asyncio.Future[T]:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _remind(self, sender_id: str, reminder: ReminderScheduled) -> None:
        channel = Silence()

        async def work() -> None:
            async with self._turn(sender_id, channel) as turn:
                turn.finished_reminders.append(reminder.name)
                turn.channel = self.output_channels.get(turn.tracker.latest_input_channel or "", channel)
                await self.processor.start_session_if_needed(turn)
                if is_outdated(turn.tracker, reminder):
                    log.debug("The reminder '%s' is outdated.", reminder.name)
                    return
                await self.processor.trigger(turn, reminder.intent, reminder.entities)

        await self._in_own_task(work)


def _conversations(store: TrackerStore, domain: Domain) -> Conversations:
    """A store that makes trackers itself is told what slots they have."""
    use_domain = getattr(store, "use_domain", None)
    if use_domain is not None:
        use_domain(domain)
    return Conversations(store, domain.slots)


def _begin_session(events: Sequence[Event]) -> bool:
    """Whether the events bring a session of their own."""
    match events[:2]:
        case [ActionExecuted(name=name), SessionStarted()]:
            return name == ACTION_SESSION_START
    return False


def _after_same_beginning(before: Sequence[Event], events: Sequence[Event]) -> Sequence[Event]:
    same = takewhile(lambda pair: pair[0] == pair[1], zip(before, events, strict=False))
    return events[sum(1 for _ in same) :]


def _was_handled(tracker: Tracker, message_id: str) -> bool:
    """Whether one of the latest messages had this id."""
    messages = (event for event in reversed(tracker.events) if isinstance(event, UserUttered))
    return any(event.message_id == message_id for event in islice(messages, RECENT_MESSAGES))
