"""Every extension point, on one page.

A class fits a port by having its methods; nothing here needs to be inherited. Contract tests that
try an implementation are in ``causerie.contracts``.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AbstractContextManager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, runtime_checkable

if TYPE_CHECKING:
    from pathlib import Path

    from causerie.dialogue.events import Event, ReminderScheduled
    from causerie.dialogue.tracker import Tracker
    from causerie.domain import Domain
    from causerie.nlu.message import Message
    from causerie.training_data import NluData, Story

Json = dict[str, Any]
Progress = Callable[[str], None]


# --- a message on its way in and out ------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class IncomingMessage:
    """What a channel makes of a request. A ``message_id`` seen before is not handled twice."""

    text: str
    sender_id: str = "default"
    channel: str = "rest"
    message_id: str | None = None
    metadata: Json = field(default_factory=dict)
    parse_data: Json | None = None


@dataclass(frozen=True, slots=True)
class BotMessage:
    """What is said: ``text`` and the fields of the response (buttons, image, custom …)."""

    text: str | None = None
    data: Json = field(default_factory=dict)
    metadata: Json = field(default_factory=dict)


class OutputChannel(Protocol):
    """Where the bot's messages go. ``name`` chooses channel-specific variations."""

    name: str

    async def send(self, recipient_id: str, message: BotMessage) -> None: ...


@runtime_checkable
class StreamingChannel(OutputChannel, Protocol):
    """Can show a message while it is being made; the whole message comes by ``send`` afterwards.

    ``send_piece`` raises NobodyListens when there is no need to make more of it.
    """

    async def send_piece(self, recipient_id: str, piece: str) -> None: ...


Handler = Callable[[IncomingMessage, OutputChannel], Awaitable[Any]]


class InputChannel(Protocol):
    """Gives the web server routes that turn requests into messages for the handler."""

    name: str

    def blueprint(self, handle: Handler) -> Any:
        """A Sanic blueprint, mounted at ``/webhooks/<name>``."""


class ConversationAccess(Protocol):
    """What a channel may do with conversations besides handing in messages.

    A channel that has a method ``use(access)`` is given it before the server starts.
    """

    async def read(self, sender_id: str, after: int = 0) -> StoredEvents: ...

    async def append(self, sender_id: str, events: Sequence[Event]) -> None: ...

    async def delete(self, sender_id: str) -> None: ...

    def watched(self, sender_id: str, ring: Callable[[], None]) -> AbstractContextManager[None]:
        """``ring`` is called whenever this process has stored something of the conversation, or erased it."""


# --- understanding ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TrainingContext:
    """What a component may use while it is trained. ``seed`` makes training repeatable."""

    data: NluData
    domain: Domain
    language: str | None = None
    seed: int = 0
    progress: Progress = lambda line: None


@runtime_checkable
class Component(Protocol):
    """One step of understanding, as named in the ``pipeline`` of ``config.yml``.

    Made with ``cls(config)``, where ``config`` holds the keys of its entry over
    ``cls.defaults``. ``process`` reads and writes the message in place; one that waits for others
    is ``async def``. What ``state`` returns (JSON values and numpy arrays, nested in dicts) is
    stored in the model; ``load`` gets it back.
    """

    defaults: ClassVar[Json]

    def train(self, messages: Sequence[Message], context: TrainingContext) -> None: ...

    def process(self, message: Message) -> Awaitable[None] | None: ...

    def state(self) -> Json: ...

    def load(self, state: Json) -> None: ...


class Interpreter(Protocol):
    """Turns a text into what Rasa's ``/model/parse`` answers."""

    async def parse_data(
        self, text: str, metadata: Json | None = None, time: float | None = None
    ) -> Json: ...


# --- choosing the next action -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Prediction:
    """A policy's vote: a probability per action name (those left out have 0).

    ``is_no_user``: made without looking at a new message. ``is_end_to_end``: made from the
    message's text. ``events`` come before the action, ``optional_events`` only if it is chosen.
    """

    scores: Mapping[str, float]
    policy: str = ""
    priority: int = 1
    events: tuple[Event, ...] = ()
    optional_events: tuple[Event, ...] = ()
    is_no_user: bool = False
    is_end_to_end: bool = False
    hide_rule_turn: bool = False
    diagnostics: Json = field(default_factory=dict)

    @property
    def confidence(self) -> float:
        return max(self.scores.values(), default=0.0)

    @property
    def best(self) -> str | None:
        """The action with the highest score; None when nothing has any."""
        if not self.scores:
            return None
        name = max(self.scores, key=self.scores.__getitem__)
        return name if self.scores[name] > 0 else None


@dataclass(frozen=True, slots=True)
class PolicyContext:
    """What a policy learns from."""

    stories: Sequence[Story]
    rules: Sequence[Story]
    domain: Domain
    seed: int = 0
    progress: Progress = lambda line: None
    shared: Json = field(default_factory=dict)


@runtime_checkable
class Policy(Protocol):
    """One voter, as named in the ``policies`` of ``config.yml``; made with ``cls(config)``."""

    defaults: ClassVar[Json]
    priority: int

    def train(self, context: PolicyContext) -> None: ...

    def predict(self, tracker: Tracker, domain: Domain) -> Prediction: ...

    def state(self) -> Json: ...

    def load(self, state: Json, domain: Domain) -> None: ...


# --- acting and speaking ------------------------------------------------------------------------


Say = Callable[[Json], Coroutine[Any, Any, None]]


class ActionRunner(Protocol):
    """Runs custom actions: in process, or on a server.

    Raises ActionRejected when the action declines, ActionError when it fails in any way.
    """

    async def run(
        self,
        name: str,
        tracker: Tracker,
        domain: Domain,
        say: Say | None = None,
    ) -> Json:
        """``{"events": [...], "responses": [...]}`` as rasa_sdk returns them."""

    def knows(self, name: str) -> bool: ...

    async def close(self) -> None: ...


class ResponseGenerator(Protocol):
    """Finds the words of a response; None when no variation fits."""

    async def generate(
        self, name: str, tracker: Tracker, channel: str, /, **arguments: Any
    ) -> Json | None: ...


# --- remembering --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class StoredEvents:
    """Events read from a store and the position to ask from next time.

    ``replaced``: what was read before no longer holds; these are all events there are.
    """

    events: tuple[Event, ...]
    position: int
    replaced: bool = False


class TrackerStore(Protocol):
    """Keeps the events of conversations. A call to ``append`` is kept whole or not at all."""

    async def read(self, sender_id: str, after: int = 0) -> StoredEvents:
        """Events of all sessions stored after a position (0: from the start), oldest first."""

    async def read_latest_session(self, sender_id: str) -> StoredEvents:
        """Events since the latest ``session_started``, with the action that stands before it."""

    async def append(
        self, sender_id: str, events: Sequence[Event], finished_reminders: Sequence[str] = ()
    ) -> int:
        """Store events, and that these reminders are over; returns the new position."""

    async def replace(self, sender_id: str, events: Sequence[Event]) -> int: ...

    async def delete(self, sender_id: str) -> None: ...

    def keys(self) -> AsyncIterator[str]: ...

    async def pending_reminders(self) -> list[tuple[str, ReminderScheduled]]:
        """Reminders that are set and not yet due or cancelled, with their conversations."""

    async def close(self) -> None: ...


class LockStore(Protocol):
    """One turn at a time per conversation, first come, first served.

    A method ``start()`` is awaited before the first turn. Raise StoreError when no lock can be had.
    """

    def lock(self, sender_id: str) -> AbstractAsyncContextManager[None]: ...

    async def close(self) -> None: ...


class EventBroker(Protocol):
    """Tells others what happened; events as JSON with ``sender_id``."""

    async def publish(self, events: Sequence[Json]) -> None: ...

    async def close(self) -> None: ...


class ModelStorage(Protocol):
    """Where models are kept away from this machine; made without arguments. Runs in a thread."""

    def retrieve(self, model_name: str, target_path: str) -> None:
        """Put the model's file into the folder ``target_path``; raise anything when that fails."""


class Importer(Protocol):
    """Gives the project's files; for data that is not in the usual places."""

    def domain_files(self) -> Iterable[Path]: ...

    def data_files(self) -> Iterable[Path]: ...
