"""Slots, reminders, and events that say nothing but their name."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any, ClassVar

from causerie.compat.events.base import Event

Json = dict[str, Any]


class SlotSet(Event):
    type_name = "slot"
    _keys: ClassVar[dict[str, str]] = {"name": "key", "value": "value"}

    def __init__(
        self, key: str, value: Any = None, timestamp: float | None = None, metadata: Json | None = None
    ) -> None:
        super().__init__(timestamp, metadata)
        self.key = key
        self.value = value


class StoryExported(Event):
    type_name = "export"
    _keys: ClassVar[dict[str, str]] = {"path": "path"}

    def __init__(
        self, path: str | None = None, timestamp: float | None = None, metadata: Json | None = None
    ) -> None:
        super().__init__(timestamp, metadata)
        self.path = path


class ReminderScheduled(Event):
    type_name = "reminder"

    def __init__(
        self,
        intent: str,
        trigger_date_time: datetime,
        entities: list[Json] | Json | None = None,
        name: str | None = None,
        kill_on_user_message: bool = True,
        timestamp: float | None = None,
        metadata: Json | None = None,
    ) -> None:
        super().__init__(timestamp, metadata)
        self.intent = intent
        self.trigger_date_time = trigger_date_time
        self.entities = entities
        self.name = name or uuid.uuid4().hex
        self.kill_on_user_message = kill_on_user_message

    def as_dict(self) -> Json:
        return {
            **super().as_dict(),
            "intent": self.intent,
            "date_time": self.trigger_date_time.isoformat(),
            "entities": self.entities,
            "name": self.name,
            "kill_on_user_msg": self.kill_on_user_message,
        }

    @classmethod
    def _read(cls, raw: Json) -> Event:
        return cls(
            raw["intent"],
            datetime.fromisoformat(raw["date_time"]),
            raw.get("entities"),
            raw.get("name"),
            bool(raw.get("kill_on_user_msg", False)),
            raw.get("timestamp"),
            raw.get("metadata"),
        )


class ReminderCancelled(Event):
    type_name = "cancel_reminder"
    _keys: ClassVar[dict[str, str]] = {"name": "name", "intent": "intent", "entities": "entities"}

    def __init__(
        self,
        name: str | None = None,
        intent: str | None = None,
        entities: Any = None,
        timestamp: float | None = None,
        metadata: Json | None = None,
    ) -> None:
        super().__init__(timestamp, metadata)
        self.name = name
        self.intent = intent
        self.entities = entities


class Restarted(Event):
    type_name = "restart"


class SessionStarted(Event):
    type_name = "session_started"


class UserUtteranceReverted(Event):
    type_name = "rewind"


class AllSlotsReset(Event):
    type_name = "reset_slots"


class ActionReverted(Event):
    type_name = "undo"


class ConversationPaused(Event):
    type_name = "pause"


class ConversationResumed(Event):
    type_name = "resume"
