"""What can happen in a conversation; values that Rasa's classes make and take.

They know their JSON form; ``causerie.dialogue.event_json`` reads and writes the same.
"""

from __future__ import annotations

from typing import Any

from causerie.compat.events.acted import (
    ActionExecuted,
    ActionExecutionRejected,
    ActiveLoop,
    DefinePrevUserUtteredFeaturization,
    EntitiesAdded,
    FollowupAction,
    LoopInterrupted,
)
from causerie.compat.events.base import Event
from causerie.compat.events.kept import (
    ActionReverted,
    AllSlotsReset,
    ConversationPaused,
    ConversationResumed,
    ReminderCancelled,
    ReminderScheduled,
    Restarted,
    SessionStarted,
    SlotSet,
    StoryExported,
    UserUtteranceReverted,
)
from causerie.compat.events.said import AgentUttered, BotUttered, UserUttered

__all__ = [
    "TYPES",
    "ActionExecuted",
    "ActionExecutionRejected",
    "ActionReverted",
    "ActiveLoop",
    "AgentUttered",
    "AllSlotsReset",
    "BotUttered",
    "ConversationPaused",
    "ConversationResumed",
    "DefinePrevUserUtteredFeaturization",
    "EntitiesAdded",
    "Event",
    "FollowupAction",
    "LoopInterrupted",
    "ReminderCancelled",
    "ReminderScheduled",
    "Restarted",
    "SessionStarted",
    "SlotSet",
    "StoryExported",
    "UserUtteranceReverted",
    "UserUttered",
    "deserialise_events",
]


TYPES: dict[str, type[Event]] = {
    kind.type_name: kind
    for kind in (
        UserUttered, BotUttered, AgentUttered, SlotSet, ActionExecuted, ActionExecutionRejected, ActiveLoop,
        FollowupAction, LoopInterrupted, EntitiesAdded, DefinePrevUserUtteredFeaturization, ReminderScheduled,
        ReminderCancelled, StoryExported, Restarted, SessionStarted, UserUtteranceReverted, AllSlotsReset,
        ActionReverted, ConversationPaused, ConversationResumed,
    )
}  # fmt: skip
TYPES["form"] = ActiveLoop


def deserialise_events(serialized_events: list[dict[str, Any]]) -> list[Event]:
    """Those of known types."""
    found = (Event.from_parameters(raw) for raw in serialized_events if "event" in raw)
    return [event for event in found if event is not None]
