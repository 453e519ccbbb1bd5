"""One turn: understand → fill slots → act until listening.

The processor knows a conversation only as a tracker; where it comes from and where it is kept is
the assistant's business.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from causerie.actions.catalogue import Catalogue
from causerie.actions.context import ActionContext
from causerie.actions.extract_slots import extract_slots
from causerie.actions.said_by_actions import said
from causerie.actions.utterances import bot_message, bot_uttered, utter
from causerie.dialogue.event_json import user_uttered
from causerie.dialogue.events import (
    ActionExecuted,
    ActionExecutionRejected,
    BotUttered,
    Event,
    SlotSet,
    UserUttered,
    now,
)
from causerie.dialogue.tracker import Tracker
from causerie.domain import Domain
from causerie.domain.names import (
    ACTION_LISTEN,
    ACTION_SESSION_START,
    EXTERNAL_PREFIX,
    INTENT_RESTART,
    SESSION_STARTED_METADATA,
)
from causerie.errors import ActionError, ActionRejected, CauserieError
from causerie.policies.ensemble import Ensemble
from causerie.ports import (
    ActionRunner,
    IncomingMessage,
    Interpreter,
    Json,
    OutputChannel,
    Prediction,
    ResponseGenerator,
    StreamingChannel,
)

if TYPE_CHECKING:
    from causerie.llm.open_turns.open_turns import OpenTurns

log = logging.getLogger(__name__)
ENDS_TURN = (ACTION_LISTEN, ACTION_SESSION_START)
FOLLOWUP_POLICY = "followup_action"


@dataclass(slots=True)
class Turn:
    """One conversation at work. ``said_early`` are messages that went out before they were logged."""

    tracker: Tracker
    channel: OutputChannel
    said_early: list[BotUttered] = field(default_factory=list)
    finished_reminders: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Processor:
    """``stamp`` is added to the metadata of each event. ``apology`` is said when an action fails.

    Without an apology the conversation goes on after a failed action, as it does in Rasa.
    """

    domain: Domain
    interpreter: Interpreter
    ensemble: Ensemble
    catalogue: Catalogue
    responses: ResponseGenerator
    runner: ActionRunner
    stamp: Json = field(default_factory=dict)
    max_predictions: int = 10
    apology: str | None = None
    open_turns: OpenTurns | None = None

    # -- the way of a message

    async def handle(self, turn: Turn, message: IncomingMessage) -> None:
        """Log a message and answer it."""
        await self.log_message(turn, message)
        await self._answer(turn)

    async def log_message(self, turn: Turn, message: IncomingMessage) -> None:
        """Understand a message and append it; nothing is answered."""
        await self.start_session_if_needed(turn, message.metadata)
        text = message.text.strip()
        parsed = message.parse_data or await self._understood(turn, text, message)
        event = user_uttered(
            text,
            parsed.get("intent") or {},
            parsed.get("entities") or [],
            parsed,
            input_channel=message.channel or None,
            message_id=message.message_id or uuid.uuid4().hex,
            metadata=dict(message.metadata),
        )
        self._log(turn, [event])

    async def _understood(self, turn: Turn, text: str, message: IncomingMessage) -> Json:
        parsed = await self.interpreter.parse_data(text, message.metadata)
        if self.open_turns is None:
            return parsed
        parsed = await self.open_turns.with_open_question(parsed, turn.tracker)
        return await self.open_turns.with_chosen_intent(parsed, turn.tracker)

    async def trigger(self, turn: Turn, intent: str, entities: Any = ()) -> None:
        """Act as if the user had said this intent (a reminder, an external event)."""
        if isinstance(entities, dict):
            entities = [{"entity": name, "value": value} for name, value in entities.items()]
        event = user_uttered(
            f"{EXTERNAL_PREFIX}{intent}",
            {"name": intent},
            list(entities or ()),
            input_channel=turn.tracker.latest_input_channel,
            metadata={"is_external": True},
        )
        self._log(turn, [event])
        await self._answer(turn)

    async def _answer(self, turn: Turn) -> None:
        if not self.ensemble.policies:
            log.warning("The model has no policies, so no answer is chosen.")
            return
        await self.fill_slots(turn)
        await self._act_until_listening(turn)

    async def close(self) -> None:
        """Let go of connections to servers of actions, words and understanding, where there are any."""
        for part in (self.runner, self.responses, self.interpreter, self.open_turns):
            close = getattr(part, "close", None)
            if close is not None:
                await close()

    # -- sessions

    async def start_session_if_needed(self, turn: Turn, metadata: Json | None = None) -> None:
        """Begin a session when there is none, or the last one has expired."""
        if not turn.tracker.has_applied_events or self.has_expired(turn.tracker):
            await self.start_session(turn, metadata)

    async def start_session(self, turn: Turn, metadata: Json | None = None) -> None:
        if metadata:
            self._log(turn, [SlotSet(name=SESSION_STARTED_METADATA, value=metadata)])
        await self._run(turn, Prediction({ACTION_SESSION_START: 1.0}))

    def has_expired(self, tracker: Tracker) -> bool:
        """Whether the last message is longer ago than a session lasts."""
        lifetime = self.domain.session.expiration_time
        if lifetime <= 0:
            return False
        messages = (event for event in tracker.applied_backwards() if isinstance(event, UserUttered))
        latest = next(messages, None)
        return latest is not None and now() - latest.timestamp > lifetime * 60

    # -- filling slots

    async def fill_slots(self, turn: Turn) -> None:
        events = await extract_slots(self._context(turn, turn.tracker))
        await self.send(turn, events)
        self._log(turn, events)

    # -- acting

    async def _act_until_listening(self, turn: Turn) -> None:
        chosen = 0
        go_on = True
        while go_on and self._may_act(turn.tracker):
            if self._limit_reached(turn.tracker) or chosen >= 3 * self.max_predictions:
                log.warning(
                    "Conversation '%s': %d actions in one turn and no end, so the turn was stopped. "
                    "Probably a rule or story lacks its last step.",
                    turn.tracker.sender_id,
                    self.max_predictions,
                )
                break
            chosen += 1
            go_on = await self.follow(turn, self.predict(turn.tracker))

    async def follow(self, turn: Turn, prediction: Prediction) -> bool:
        """Do what a prediction says; whether the turn goes on."""
        if prediction.is_end_to_end:
            await self.fill_slots(turn)
        return await self._run(turn, prediction)

    def predict(self, tracker: Tracker) -> Prediction:
        """The next action: the one that was asked to follow, or what the policies choose."""
        followup = tracker.state.followup_action
        if followup:
            tracker.clear_followup()
            if followup in self.domain.action_set:
                return Prediction({followup: 1.0}, FOLLOWUP_POLICY)
            log.error("The follow-up action '%s' is not in the domain, so it is left out.", followup)
        return self.ensemble.predict(tracker, self.domain)

    async def execute(self, turn: Turn, action: str, policy: str = "", confidence: float = 0.0) -> None:
        """Run one action, whatever the policies say."""
        await self._run(turn, Prediction({action: confidence}, policy), action)

    async def _run(self, turn: Turn, prediction: Prediction, action: str | None = None) -> bool:
        """Run the chosen action, log what came of it, send what it said; whether the turn goes on."""
        name = action or prediction.best or ACTION_LISTEN
        failure: ActionError | None = None
        try:
            events = await self._events_of(turn, name, prediction)
        except ActionRejected:
            self._log(turn, [_rejection(name, prediction)])
            return name not in ENDS_TURN
        except ActionError as error:
            failure = error
            events = list(turn.said_early)
            log.error("In the conversation '%s': %s", turn.tracker.sender_id, error)
        self._log_action(turn, name, prediction, events, failure)
        if any(isinstance(event, UserUttered) for event in events):
            await self.fill_slots(turn)
        await self.send(turn, events)
        if failure and self.apology:
            await self._apologise(turn)
            return False
        return name not in ENDS_TURN

    async def _events_of(self, turn: Turn, name: str, prediction: Prediction) -> list[Event]:
        tracker = turn.tracker.fork()
        tracker.update_all(prediction.events)
        context = self._context(turn, tracker)
        try:
            return await self.catalogue.run(name, context)
        except CauserieError as error:
            if isinstance(error, ActionError):
                raise
            raise ActionError(str(error), name) from error

    def _log_action(
        self,
        turn: Turn,
        name: str,
        prediction: Prediction,
        events: Sequence[Event],
        failure: ActionError | None,
    ) -> None:
        if not any(isinstance(event, ActionExecutionRejected) for event in events):
            is_text = self.catalogue.is_text(name)
            executed = ActionExecuted(
                name=None if is_text else name,
                action_text=name if is_text else None,
                policy=prediction.policy or None,
                confidence=prediction.confidence,
                hide_rule_turn=prediction.hide_rule_turn,
                metadata={"failed": {"reason": failure.reason, "message": str(failure)}} if failure else {},
            )
            self._log(turn, [*prediction.events, executed])
        self._log(turn, events)

    async def _apologise(self, turn: Turn) -> None:
        """Say that something went wrong and end the turn."""
        context = self._context(turn, turn.tracker)
        apology = self.apology or ""
        if apology in self.domain.responses:
            words: list[Event] = list(await utter(apology, context))
        else:
            words = [bot_uttered({"text": apology})]
        self._log(turn, words)
        await self.send(turn, words)
        self._log(turn, [ActionExecuted(name=ACTION_LISTEN)])

    def _may_act(self, tracker: Tracker) -> bool:
        state = tracker.state
        message = state.latest_message
        return not state.paused or (message is not None and message.intent_name == INTENT_RESTART)

    def _limit_reached(self, tracker: Tracker) -> bool:
        if tracker.state.action_name in ENDS_TURN:
            return False
        actions = 0
        for event in reversed(tracker.events):
            if isinstance(event, ActionExecuted):
                if event.name in ENDS_TURN:
                    break
                actions += 1
        return actions >= self.max_predictions

    # -- logging and sending

    def _log(self, turn: Turn, events: Iterable[Event]) -> None:
        for event in events:
            turn.tracker.update(self.stamped(replace(event, timestamp=now())))

    def stamped(self, event: Event) -> Event:
        """The event with the model's and the assistant's ids, where it has none of its own."""
        return replace(event, metadata={**self.stamp, **event.metadata})

    async def send(self, turn: Turn, events: Iterable[Event]) -> None:
        for event in events:
            if isinstance(event, BotUttered) and not _was_said(event, turn.said_early):
                await turn.channel.send(turn.tracker.sender_id, bot_message(event))
        turn.said_early.clear()

    def _context(self, turn: Turn, tracker: Tracker) -> ActionContext:
        context = ActionContext(
            tracker,
            self.domain,
            turn.channel,
            self.responses,
            self.runner,
            self.catalogue.run,
            open_turns=self.open_turns,
        )
        if not getattr(turn.channel, "streams", False):
            return context

        async def say(response: Json) -> None:
            message = await said("", response, context)
            if message:
                turn.said_early.append(message)
                await turn.channel.send(tracker.sender_id, bot_message(message))

        channel = turn.channel
        if not isinstance(channel, StreamingChannel):
            return replace(context, say=say)
        return replace(context, say=say, say_piece=partial(channel.send_piece, tracker.sender_id))


def _rejection(name: str, prediction: Prediction) -> ActionExecutionRejected:
    return ActionExecutionRejected(name=name, policy=prediction.policy, confidence=prediction.confidence)


def _was_said(event: BotUttered, early: Sequence[BotUttered]) -> bool:
    return event in early
