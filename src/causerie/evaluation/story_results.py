"""What came of playing a test story."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from causerie.dialogue.events import Event
from causerie.errors import Place

# What makes two entities the same: ``text`` is the whole message.
Entity = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ActionCheck:
    """``unlikely`` tells that ``action_unlikely_intent`` was predicted first, and how far off."""

    expected: str
    predicted: str
    policy: str
    confidence: float
    unlikely: float | None = None

    @property
    def passed(self) -> bool:
        return self.expected == self.predicted


@dataclass(frozen=True, slots=True)
class MessageCheck:
    text: str
    expected: str | None
    predicted: str | None
    expected_entities: tuple[Entity, ...] = ()
    predicted_entities: tuple[Entity, ...] = ()

    @property
    def passed(self) -> bool:
        return self.expected == self.predicted and self.has_right_entities

    @property
    def has_right_entities(self) -> bool:
        return _as_set(self.expected_entities) == _as_set(self.predicted_entities)


@dataclass(frozen=True, slots=True)
class PlayedEvent:
    """An event of the story, and what was checked at it, if anything."""

    event: Event
    place: Place
    check: ActionCheck | MessageCheck | None = None


@dataclass(frozen=True, slots=True)
class StoryResult:
    name: str
    file: str
    played: tuple[PlayedEvent, ...]

    @property
    def wrong(self) -> tuple[PlayedEvent, ...]:
        return tuple(played for played in self.played if played.check and not played.check.passed)

    @property
    def passed(self) -> bool:
        return not self.wrong

    @property
    def actions(self) -> tuple[ActionCheck, ...]:
        return tuple(x.check for x in self.played if isinstance(x.check, ActionCheck))

    @property
    def messages(self) -> tuple[MessageCheck, ...]:
        return tuple(x.check for x in self.played if isinstance(x.check, MessageCheck))

    @property
    def severity(self) -> float | None:
        """How unlikely the least likely message was found; None when none was."""
        return max((x.unlikely for x in self.actions if x.unlikely is not None), default=None)


def _as_set(entities: tuple[Entity, ...]) -> set[str]:
    return {repr(sorted(entity.items())) for entity in entities}
