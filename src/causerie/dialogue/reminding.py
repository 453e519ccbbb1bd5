"""Which reminders still hold."""

from __future__ import annotations

from typing import Any

from causerie.dialogue.events import ReminderCancelled, ReminderScheduled, UserUttered
from causerie.dialogue.tracker import Tracker


def is_cancelled_by(reminder: ReminderScheduled, cancelled: ReminderCancelled) -> bool:
    """Whether all that the cancellation names is true of the reminder."""
    return (
        cancelled.name in (None, reminder.name)
        and cancelled.intent in (None, reminder.intent)
        and (not cancelled.entities or _plain(cancelled.entities) == _plain(reminder.entities))
    )


def is_outdated(tracker: Tracker, reminder: ReminderScheduled) -> bool:
    """Whether the conversation no longer wants this reminder."""
    if reminder.kill_on_user_message and _spoke_since(tracker, reminder):
        return True
    return not any(
        isinstance(event, ReminderScheduled) and event.name == reminder.name
        for event in tracker.applied_backwards()
    )


def _spoke_since(tracker: Tracker, reminder: ReminderScheduled) -> bool:
    for event in reversed(tracker.events):
        if isinstance(event, ReminderScheduled) and event.name == reminder.name:
            return False
        if isinstance(event, UserUttered) and event.text:
            return True
    return True


def _plain(entities: Any) -> Any:
    return list(entities) if isinstance(entities, tuple) else entities
