"""What a tracker says of the conversation now, and of what happened in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum
from typing import Any

from causerie.compat.rasa.shared.core.domain import Domain, slot_of
from causerie.compat.rasa.shared.core.events import (
    ActionExecuted,
    Event,
    UserUttered,
)
from causerie.compat.rasa.shared.core.slots import Slot
from causerie.compat.tracker_events import theirs_of
from causerie.dialogue.tracker import Tracker
from causerie.dialogue.tracker_json import active_loop, latest_action, tracker_state
from causerie.domain.names import ACTION_LISTEN

Json = dict[str, Any]
State = dict[str, dict[str, Any]]


class EventVerbosity(Enum):
    NONE = 1
    APPLIED = 2
    AFTER_RESTART = 3
    ALL = 4


class StateView:
    """``ours`` is what it shows."""

    ours: Tracker

    @property
    def sender_id(self) -> str:
        return self.ours.sender_id

    @property
    def slots(self) -> dict[str, Slot]:
        """Slots with their values, by name."""
        found = {}
        for name, slot in self.ours.slots.items():
            found[name] = slot_of(slot)
            if name in self.ours.state.set_slots:
                found[name].value = self.ours.state.slots[name]
        return found

    def current_slot_values(self) -> Json:
        return dict(self.ours.state.slots)

    def get_slot(self, key: str) -> Any:
        return self.ours.slot(key)

    @property
    def latest_message(self) -> UserUttered:
        message = self.ours.state.latest_message
        found = theirs_of(message) if message else UserUttered()
        assert isinstance(found, UserUttered)
        return found

    @property
    def latest_action(self) -> Json:
        return latest_action(self.ours.state)

    @property
    def latest_action_name(self) -> str | None:
        return self.ours.state.action_name

    @property
    def latest_bot_utterance(self) -> Event | None:
        said = self.ours.state.latest_bot
        return theirs_of(said) if said else None

    @property
    def active_loop(self) -> Json | None:
        return active_loop(self.ours.state) or None

    @property
    def active_loop_name(self) -> str | None:
        return self.ours.state.loop_name

    @property
    def is_active_loop_rejected(self) -> bool:
        loop = self.ours.state.active_loop
        return bool(loop and loop.rejected)

    @property
    def is_active_loop_interrupted(self) -> bool:
        loop = self.ours.state.active_loop
        return bool(loop and loop.is_interrupted)

    @property
    def followup_action(self) -> str | None:
        return self.ours.state.followup_action

    def is_paused(self) -> bool:
        return self.ours.state.paused

    def get_latest_input_channel(self) -> str | None:
        return self.ours.latest_input_channel

    def get_latest_entity_values(
        self, entity_type: str, entity_role: str | None = None, entity_group: str | None = None
    ) -> Iterator[Any]:
        message = self.ours.state.latest_message
        for entity in message.entities if message else ():
            if (entity.get("entity"), entity.get("role"), entity.get("group")) == (
                entity_type,
                entity_role,
                entity_group,
            ):
                yield entity.get("value")


class HistoryView:
    """``ours`` is what it shows."""

    ours: Tracker

    @property
    def events(self) -> Sequence[Event]:
        return [theirs_of(event) for event in self.ours.events]

    def applied_events(self) -> list[Event]:
        """Without what was undone, since the session began."""
        return [theirs_of(event) for event in self.ours.applied_events()]

    def events_after_latest_restart(self) -> list[Event]:
        return [theirs_of(event) for event in self.ours.events_after_restart()]

    def get_last_event_for(
        self,
        event_type: type[Event] | tuple[type[Event], ...],
        action_names_to_exclude: list[str] | None = None,
        skip: int = 0,
        event_verbosity: EventVerbosity = EventVerbosity.APPLIED,
    ) -> Event | None:
        """The latest of a kind, or the one ``skip`` before it."""
        excluded = set(action_names_to_exclude or ())
        for event in reversed(self._chosen(event_verbosity)):
            if not isinstance(event, event_type) or getattr(event, "action_name", None) in excluded:
                continue
            if not skip:
                return event
            skip -= 1
        return None

    def _chosen(self, verbosity: EventVerbosity) -> Sequence[Event]:
        if verbosity is EventVerbosity.ALL:
            return self.events
        if verbosity is EventVerbosity.AFTER_RESTART:
            return self.events_after_latest_restart()
        return self.applied_events() if verbosity is EventVerbosity.APPLIED else []

    def current_state(self, event_verbosity: EventVerbosity = EventVerbosity.NONE) -> Json:
        """As the HTTP API shows it."""
        return tracker_state(self.ours, event_verbosity.name)

    def past_states(
        self,
        domain: Domain,
        omit_unset_slots: bool = False,
        ignore_rule_only_turns: bool = False,
        rule_only_data: Json | None = None,
    ) -> list[State]:
        """The policy states of all moments, oldest first."""
        from causerie.policies.states import RuleOnly, policy_state, story_states

        if ignore_rule_only_turns:
            hidden = rule_only_data or {}
            rule_only = RuleOnly(
                frozenset(hidden.get("rule_only_slots", ())), frozenset(hidden.get("rule_only_loops", ()))
            )
            return story_states(self.ours, domain.ours, None, rule_only)
        return [policy_state(moment.state, domain.ours, omit_unset_slots) for moment in self.ours.moments()]

    def last_executed_action_has(self, name: str, skip: int = 0) -> bool:
        found = self.get_last_event_for(ActionExecuted, [ACTION_LISTEN], skip)
        return isinstance(found, ActionExecuted) and found.action_name == name
