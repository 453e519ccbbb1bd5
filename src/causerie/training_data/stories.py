"""Stories, rules and test stories, step by step as they are written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from causerie.errors import Place
from causerie.training_data.examples import EntityAnnotation


@dataclass(frozen=True, slots=True)
class UserStep:
    """The user says something: by ``intent``, by ``text`` (end to end), or both (test stories).

    ``entities`` are ``{"entity", "value", "role", "group"}``; ``annotations`` are those found in
    ``text``. ``intent`` is the full name (``faq/hours``).
    """

    intent: str | None = None
    text: str | None = None
    entities: tuple[dict[str, Any], ...] = ()
    annotations: tuple[EntityAnnotation, ...] = ()
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True, slots=True)
class ActionStep:
    name: str
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True, slots=True)
class BotStep:
    """An end-to-end answer."""

    text: str
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True, slots=True)
class SlotStep:
    """A slot was set. ``has_value`` is False when only the name stands there (any value)."""

    name: str
    value: Any = None
    has_value: bool = True
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True, slots=True)
class LoopStep:
    """A loop becomes active, or, with ``name`` None, ends."""

    name: str | None
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True, slots=True)
class CheckpointStep:
    """Where stories are joined; ``slots`` are conditions on it."""

    name: str
    slots: tuple[SlotStep, ...] = ()
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True, slots=True)
class OrStep:
    """One of several user steps, or one of several lists of slot steps."""

    options: tuple[tuple[UserStep | SlotStep, ...], ...]
    place: Place = field(default=Place(), compare=False)


Step = UserStep | ActionStep | BotStep | SlotStep | LoopStep | CheckpointStep | OrStep


@dataclass(frozen=True, slots=True)
class Story:
    """A story, a rule (``is_rule``) or a test story (``is_test``).

    ``conditions`` are a rule's (slots and loops). ``starts_conversation`` and
    ``waits_for_user`` are ``conversation_start`` and ``wait_for_user_input``.
    """

    name: str
    steps: tuple[Step, ...]
    is_rule: bool = False
    is_test: bool = False
    conditions: tuple[SlotStep | LoopStep, ...] = ()
    starts_conversation: bool = False
    waits_for_user: bool = True
    metadata: dict[str, Any] = field(default_factory=dict)
    place: Place = field(default=Place(), compare=False)
