"""A tracker as Rasa's HTTP API and action servers show it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from causerie.dialogue.event_json import as_dict
from causerie.dialogue.events import Event
from causerie.dialogue.state import State, message_data
from causerie.dialogue.tracker import Tracker

VERBOSITIES = ("NONE", "APPLIED", "AFTER_RESTART", "ALL")


def chosen_events(tracker: Tracker, verbosity: str) -> Sequence[Event] | None:
    """The events that ``include_events`` asks for; None for NONE."""
    if verbosity == "ALL":
        return tracker.events
    if verbosity == "AFTER_RESTART":
        return tracker.events_after_restart()
    if verbosity == "APPLIED":
        return tracker.applied_events()
    return None


def tracker_state(tracker: Tracker, verbosity: str = "ALL") -> dict[str, Any]:
    """The whole state as JSON, with the chosen events."""
    events = chosen_events(tracker, verbosity)
    return state_with(tracker, None if events is None else [as_dict(event) for event in events])


def state_with(tracker: Tracker, events: Iterable[dict[str, Any]] | None) -> dict[str, Any]:
    """The whole state as JSON, with these events (already in their JSON form)."""
    state = tracker.state
    return {
        "sender_id": tracker.sender_id,
        "slots": dict(state.slots),
        "latest_message": latest_message(state),
        "latest_event_time": tracker.events[-1].timestamp if tracker.events else None,
        "followup_action": state.followup_action,
        "paused": state.paused,
        "events": events,
        "latest_input_channel": tracker.latest_input_channel,
        "active_loop": active_loop(state),
        "latest_action": latest_action(state),
        "latest_action_name": state.action_name,
    }


def latest_message(state: State) -> dict[str, Any]:
    message = state.latest_message
    return _no_message() if message is None else message_data(message)


def _no_message() -> dict[str, Any]:
    return {"intent": {}, "entities": [], "text": None, "message_id": None, "metadata": {}}


def active_loop(state: State) -> dict[str, Any]:
    loop = state.active_loop
    if loop is None:
        return {}
    return {
        "name": loop.name,
        "is_interrupted": loop.is_interrupted,
        "rejected": loop.rejected,
        "trigger_message": _no_message() if loop.trigger_message is None else loop.trigger_message,
    }


def latest_action(state: State) -> dict[str, Any]:
    action = state.latest_action
    if action is None:
        return {}
    if action.name:
        return {"action_name": action.name}
    return {"action_text": action.text} if action.text else {}
