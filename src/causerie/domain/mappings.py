"""How a slot is filled from what the user says."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class MappingType(StrEnum):
    FROM_ENTITY = "from_entity"
    FROM_TEXT = "from_text"
    FROM_INTENT = "from_intent"
    FROM_TRIGGER_INTENT = "from_trigger_intent"
    CUSTOM = "custom"


@dataclass(frozen=True, slots=True)
class Condition:
    """A mapping applies only while this loop is active (and asks for this slot)."""

    active_loop: str | None
    requested_slot: str | None = None


@dataclass(frozen=True, slots=True)
class Mapping:
    type: MappingType
    entity: str | None = None
    role: str | None = None
    group: str | None = None
    intents: tuple[str, ...] = ()
    not_intents: tuple[str, ...] = ()
    value: Any = None
    action: str | None = None
    conditions: tuple[Condition, ...] = ()

    def allows_intent(self, intent: str | None) -> bool:
        """Whether ``intent`` and ``not_intent`` let a message with this intent fill the slot."""
        if self.intents:
            return intent in self.intents
        return intent not in self.not_intents
