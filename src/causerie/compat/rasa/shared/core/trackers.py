"""The tracker as Rasa's classes ask for it: a view of ours, made where something is read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from typing import Any

from causerie.compat.rasa.shared.core.conversation import Dialogue
from causerie.compat.rasa.shared.core.domain import Domain, slot_of
from causerie.compat.rasa.shared.core.events import (
    ActionExecuted,
    Event,
    SessionStarted,
    UserUttered,
)
from causerie.compat.rasa.shared.core.slots import Slot
from causerie.compat.tracker_events import ours_of, theirs_of
from causerie.dialogue.state import NO_SLOTS
from causerie.dialogue.tracker import Tracker
from causerie.dialogue.tracker_json import active_loop, latest_action, tracker_state
from causerie.domain import slots as our_slots
from causerie.domain.names import ACTION_LISTEN
from causerie.training_data.story_of import sessions_as_stories

Json = dict[str, Any]
State = dict[str, dict[str, Any]]


class EventVerbosity(Enum):
    NONE = 1
    APPLIED = 2
    AFTER_RESTART = 3
    ALL = 4


class DialogueStateTracker:
    """``ours`` is what it shows; ``update`` appends to it."""

    def __init__(
        self,
        sender_id: str,
        slots: Iterable[Slot] | None = None,
        max_event_history: int | None = None,
        sender_source: str | None = None,
        is_rule_tracker: bool = False,
    ) -> None:
        known = {slot.name: _our_slot(slot) for slot in slots or ()}
        self.ours = Tracker(sender_id, known or NO_SLOTS)
        self.sender_source = sender_source
        self.is_rule_tracker = is_rule_tracker
        self.is_augmented = False

    @classmethod
    def of(cls, ours: Tracker, is_rule_tracker: bool = False) -> DialogueStateTracker:
        """The view of a tracker of ours."""
        view = cls.__new__(cls)
        view.ours = ours
        view.sender_source = None
        view.is_rule_tracker = is_rule_tracker
        view.is_augmented = False
        return view

    @classmethod
    def from_events(
        cls,
        sender_id: str,
        evts: Iterable[Event],
        slots: Iterable[Slot] | None = None,
        max_event_history: int | None = None,
        sender_source: str | None = None,
        domain: Domain | None = None,
    ) -> DialogueStateTracker:
        known = domain.slots if slots is None and domain is not None else slots
        tracker = cls(sender_id, known, max_event_history, sender_source)
        tracker.update_with_events(evts)
        return tracker

    @classmethod
    def from_dict(
        cls,
        sender_id: str,
        events_as_dict: list[Json],
        slots: Iterable[Slot] | None = None,
        max_event_history: int | None = None,
    ) -> DialogueStateTracker:
        dialogue = Dialogue.from_parameters({"name": sender_id, "events": events_as_dict})
        return cls.from_events(sender_id, dialogue.events, slots, max_event_history)

    # -- what holds now

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

    def last_executed_action_has(self, name: str, skip: int = 0) -> bool:
        found = self.get_last_event_for(ActionExecuted, [ACTION_LISTEN], skip)
        return isinstance(found, ActionExecuted) and found.action_name == name

    # -- what happened

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

    # -- change and copy

    def update(self, event: Event, domain: Domain | None = None) -> None:
        self.ours.update(ours_of(event))

    def update_with_events(
        self, new_events: Iterable[Event], domain: Domain | None = None, override_timestamp: bool = False
    ) -> None:
        for event in new_events:
            self.update(event)

    def clear_followup_action(self) -> None:
        self.ours.clear_followup()

    def copy(self) -> DialogueStateTracker:
        return DialogueStateTracker.of(self.ours.fork(), self.is_rule_tracker)

    def init_copy(self) -> DialogueStateTracker:
        """One of the same conversation, without its events."""
        return DialogueStateTracker.of(Tracker(self.sender_id, self.ours.slots), self.is_rule_tracker)

    def travel_back_in_time(self, target_time: float) -> DialogueStateTracker:
        return DialogueStateTracker.of(self.ours.until(target_time), self.is_rule_tracker)

    def generate_all_prior_trackers(self) -> Iterator[tuple[DialogueStateTracker, bool]]:
        """The tracker before each action, and whether that turn is hidden; then the tracker itself."""
        prior = Tracker(self.sender_id, self.ours.slots)
        for event in self.ours.applied_events():
            shown = theirs_of(event)
            if isinstance(shown, ActionExecuted):
                yield DialogueStateTracker.of(prior.fork()), shown.hide_rule_turn
            prior.update(event)
        yield self, False

    def as_dialogue(self) -> Dialogue:
        return Dialogue(self.sender_id, list(self.events))

    def recreate_from_dialogue(self, dialogue: Dialogue) -> None:
        self.ours = Tracker(dialogue.name or self.sender_id, self.ours.slots)
        self.update_with_events(dialogue.events)

    def export_stories(self, e2e: bool = False, include_source: bool = False) -> str:
        """The conversation as a story, in YAML."""
        from causerie.files.write import write_stories

        return write_stories(sessions_as_stories(self.ours), as_tests=e2e)

    def export_stories_to_file(self, export_path: str = "debug_stories.yml") -> None:
        from pathlib import Path

        Path(export_path).write_text(self.export_stories(), encoding="utf-8")

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, DialogueStateTracker):
            return NotImplemented
        return self.sender_id == other.sender_id and list(self.ours.events) == list(other.ours.events)

    __hash__ = object.__hash__


def _our_slot(slot: Slot) -> our_slots.Slot:
    kind = slot.type_name or f"{type(slot).__module__}.{type(slot).__name__}"
    return our_slots.Slot(
        slot.name,
        kind if isinstance(kind, str) else "any",
        influence_conversation=slot.influence_conversation,
        initial_value=slot.initial_value,
        values=tuple(getattr(slot, "values", ()) or ()) if kind == "categorical" else (),
        min_value=getattr(slot, "min_value", 0.0),
        max_value=getattr(slot, "max_value", 1.0),
    )


def get_trackers_for_conversation_sessions(tracker: DialogueStateTracker) -> list[DialogueStateTracker]:
    """One tracker per session."""
    sessions: list[list[Event]] = [[]]
    for event in tracker.events:
        if isinstance(event, SessionStarted) and any(isinstance(x, SessionStarted) for x in sessions[-1]):
            sessions.append([])
        sessions[-1].append(event)
    found = []
    for events in sessions:
        session = tracker.init_copy()
        session.update_with_events(events)
        found.append(session)
    return found


def is_prev_action_listen_in_state(state: State) -> bool:
    return state.get("prev_action", {}).get("action_name") == ACTION_LISTEN


def get_active_loop_name(state: State) -> str | None:
    name = state.get("active_loop", {}).get("name")
    return None if name == "should_not_be_set" else name
