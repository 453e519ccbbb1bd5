"""Events as rows, and back."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Sequence
from typing import Any

from causerie.dialogue.event_json import EventError, as_dict, from_dict
from causerie.dialogue.events import (
    ActionExecuted,
    Event,
    ReminderScheduled,
    UserUttered,
)

log = logging.getLogger(__name__)
Row = dict[str, Any]


def event_rows(sender_id: str, events: Iterable[Event]) -> list[Row]:
    """Rows of Rasa's ``events`` table."""
    rows = []
    for event in events:
        data = as_dict(event)
        rows.append(
            {
                "sender_id": sender_id,
                "type_name": data["event"],
                "timestamp": event.timestamp,
                "intent_name": event.intent_name if isinstance(event, UserUttered) else None,
                "action_name": event.name if isinstance(event, ActionExecuted) else None,
                "data": json.dumps(data),
            }
        )
    return rows


def read_rows(rows: Sequence[Any]) -> list[Event]:
    """The events; one that can't be read is named in the log and left out, the others are kept."""
    events: list[Event] = []
    for number, data in rows:
        try:
            events.append(from_dict(json.loads(data)))
        except (EventError, ValueError) as error:
            log.error("Row %s of the table 'events' is no event and was left out: %s", number, error)
    return events


def reminder_row(sender_id: str, reminder: ReminderScheduled) -> Row:
    return {
        "sender_id": sender_id,
        "name": reminder.name,
        "trigger_at": reminder.trigger_at,
        "data": json.dumps(as_dict(reminder)),
    }
