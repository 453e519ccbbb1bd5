"""The tracker as Rasa's classes ask for it: a view of ours, made where something is read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from causerie.compat.rasa.shared.core.conversation import Dialogue
from causerie.compat.rasa.shared.core.domain import Domain
from causerie.compat.rasa.shared.core.events import (
    ActionExecuted,
    Event,
    SessionStarted,
)
from causerie.compat.rasa.shared.core.slots import Slot
from causerie.compat.tracker_events import ours_of, theirs_of
from causerie.compat.tracker_views import EventVerbosity, HistoryView, StateView
from causerie.dialogue.state import NO_SLOTS
from causerie.dialogue.tracker import Tracker
from causerie.domain import slots as our_slots
from causerie.domain.names import ACTION_LISTEN
from causerie.training_data.story_of import sessions_as_stories

__all__ = [
    "DialogueStateTracker",
    "EventVerbosity",
    "get_active_loop_name",
    "get_trackers_for_conversation_sessions",
    "is_prev_action_listen_in_state",
]

Json = dict[str, Any]
State = dict[str, dict[str, Any]]


class DialogueStateTracker(StateView, HistoryView):
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
