"""What holds at one moment of a conversation, and how one event changes it.

A state is frozen and shares what did not change with the state before, so every moment of a
conversation can be kept for the price of a few references.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from causerie.dialogue import events as e
from causerie.domain.names import ACTION_LISTEN, ACTION_SESSION_START, SHOULD_NOT_BE_SET
from causerie.domain.slots import Slot, stored_value

Slots = Mapping[str, Slot]
NO_SLOTS: Slots = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class LoopState:
    """The active loop; ``trigger_message`` is what the user's message that started it was parsed to."""

    name: str
    is_interrupted: bool = False
    rejected: bool = False
    trigger_message: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class LastAction:
    name: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class State:
    """``slots`` holds a value per slot of the domain; ``set_slots`` those that were set on the way."""

    slots: Mapping[str, Any]
    set_slots: frozenset[str] = frozenset()
    latest_message: e.UserUttered | None = None
    latest_action: LastAction | None = None
    latest_bot: e.BotUttered | None = None
    active_loop: LoopState | None = None
    followup_action: str | None = ACTION_LISTEN
    paused: bool = False

    @property
    def loop_name(self) -> str | None:
        loop = self.active_loop
        return loop.name if loop and loop.name != SHOULD_NOT_BE_SET else None

    @property
    def action_name(self) -> str | None:
        action = self.latest_action
        return (action.name or action.text) if action else None

    def without_followup(self) -> State:
        return replace(self, followup_action=None) if self.followup_action else self

    @property
    def requested_slot(self) -> str | None:
        return self.slots.get("requested_slot")


def initial_state(slots: Slots) -> State:
    return State(slots={name: stored_value(slot, slot.initial_value) for name, slot in slots.items()})


def apply(state: State, event: e.Event, slots: Slots) -> State:
    """The state after ``event``; events that reach back (rewind, undo) are the tracker's work."""
    change = _CHANGES.get(type(event))
    return change(state, event, slots) if change else state


def _user(state: State, event: Any, slots: Slots) -> State:
    return replace(state, latest_message=event, followup_action=None)


def _featurization(state: State, event: Any, slots: Slots) -> State:
    if state.action_name != ACTION_LISTEN or state.latest_message is None:
        return state
    message = replace(state.latest_message, use_text_for_featurization=event.use_text_for_featurization)
    return replace(state, latest_message=message)


def _entities(state: State, event: Any, slots: Slots) -> State:
    if state.action_name != ACTION_LISTEN or state.latest_message is None:
        return state
    known = state.latest_message.entities
    new = tuple(entity for entity in event.entities if entity not in known)
    return replace(state, latest_message=replace(state.latest_message, entities=known + new))


def _bot(state: State, event: Any, slots: Slots) -> State:
    return replace(state, latest_bot=event)


def _slot(state: State, event: Any, slots: Slots) -> State:
    slot = slots.get(event.name)
    if slot is None:
        return state
    values = {**state.slots, event.name: stored_value(slot, event.value)}
    return replace(state, slots=values, set_slots=state.set_slots | {event.name})


def _reset_slots(state: State, event: Any, slots: Slots) -> State:
    return replace(state, slots=initial_state(slots).slots, set_slots=frozenset())


def _action(state: State, event: Any, slots: Slots) -> State:
    loop = state.active_loop
    if loop and (loop.is_interrupted or (loop.rejected and event.name == loop.name)):
        loop = replace(loop, is_interrupted=False, rejected=loop.rejected and event.name != loop.name)
    action = LastAction(event.name, event.action_text)
    return replace(state, latest_action=action, followup_action=None, active_loop=loop)


def _loop(state: State, event: Any, slots: Slots) -> State:
    if event.name is None:
        return replace(state, active_loop=None)
    message = state.latest_message
    return replace(
        state, active_loop=LoopState(event.name, trigger_message=message_data(message) if message else None)
    )


def message_data(message: e.UserUttered) -> dict[str, Any]:
    """``parse_data`` with the entities that policies added."""
    return {
        "intent": message.intent,
        "text": message.text,
        "message_id": message.message_id,
        "metadata": message.metadata,
        **message.parse_data,
        "entities": list(message.entities),
    }


def _interrupted(state: State, event: Any, slots: Slots) -> State:
    if state.active_loop is None:
        return state
    return replace(state, active_loop=replace(state.active_loop, is_interrupted=event.is_interrupted))


def _rejected(state: State, event: Any, slots: Slots) -> State:
    if state.active_loop is None or event.name != state.active_loop.name:
        return state
    return replace(state, active_loop=replace(state.active_loop, rejected=True))


def _restarted(state: State, event: Any, slots: Slots) -> State:
    return replace(initial_state(slots), followup_action=ACTION_SESSION_START)


_CHANGES: dict[type[e.Event], Callable[[State, Any, Slots], State]] = {
    e.UserUttered: _user,
    e.UserFeaturization: _featurization,
    e.EntitiesAdded: _entities,
    e.BotUttered: _bot,
    e.SlotSet: _slot,
    e.AllSlotsReset: _reset_slots,
    e.ActionExecuted: _action,
    e.ActiveLoop: _loop,
    e.LoopInterrupted: _interrupted,
    e.ActionExecutionRejected: _rejected,
    e.Restarted: _restarted,
    e.SessionStarted: lambda state, event, slots: initial_state(slots),
    e.FollowupAction: lambda state, event, slots: replace(state, followup_action=event.name),
    e.ConversationPaused: lambda state, event, slots: replace(state, paused=True),
    e.ConversationResumed: lambda state, event, slots: replace(state, paused=False),
}
