"""The domain: one value that holds all that an assistant knows of."""

from __future__ import annotations

from collections.abc import Mapping as Map
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from causerie.domain.forms import Form
from causerie.domain.intents import Entity, Intent
from causerie.domain.names import (
    ACTION_QUERY_KNOWLEDGE_BASE,
    DEFAULT_ACTIONS,
    KNOWLEDGE_BASE_SLOTS,
    REQUESTED_SLOT,
    SESSION_STARTED_METADATA,
    UTTER_PREFIX,
)
from causerie.domain.responses import Variation
from causerie.domain.slots import Slot


@dataclass(frozen=True, slots=True)
class SessionConfig:
    """``expiration_time`` in minutes; 0 never expires."""

    expiration_time: float = 60.0
    carry_over_slots: bool = True


@dataclass(frozen=True)
class Domain:
    """Built by ``files/domain.py``; order is the order of the files.

    ``slots`` holds the built-in ones too. ``actions`` are those the project names; the whole
    list, with defaults, forms and responses, is ``action_names``.
    """

    intents: Map[str, Intent] = field(default_factory=dict)
    entities: Map[str, Entity] = field(default_factory=dict)
    slots: Map[str, Slot] = field(default_factory=dict)
    responses: Map[str, tuple[Variation, ...]] = field(default_factory=dict)
    actions: tuple[str, ...] = ()
    actions_sent_domain: frozenset[str] = frozenset()
    e2e_actions: tuple[str, ...] = ()
    forms: Map[str, Form] = field(default_factory=dict)
    session: SessionConfig = SessionConfig()
    store_entities_as_slots: bool = True

    @cached_property
    def custom_actions(self) -> tuple[str, ...]:
        """Actions that code must run: those named, without responses, forms and defaults."""
        return tuple(name for name in self.actions if name not in self.responses and name not in self.forms)

    @cached_property
    def action_names(self) -> tuple[str, ...]:
        """Every action a policy may predict, defaults first, each once."""
        names = (
            *DEFAULT_ACTIONS,
            *self.actions,
            *self.responses,
            *self.forms,
            *self.e2e_actions,
        )
        return tuple(dict.fromkeys(names))

    @cached_property
    def action_set(self) -> frozenset[str]:
        return frozenset(self.action_names)

    @cached_property
    def initial_slots(self) -> dict[str, Any]:
        return {slot.name: slot.initial_value for slot in self.slots.values()}

    @cached_property
    def retrieval_intents(self) -> frozenset[str]:
        return frozenset(intent.name for intent in self.intents.values() if intent.is_retrieval)

    @cached_property
    def ignored_entities(self) -> frozenset[str]:
        return frozenset(
            entity.name for entity in self.entities.values() if not entity.influence_conversation
        )

    def used_entities(self, intent: str | None) -> frozenset[str] | None:
        """Entity labels that count with ``intent``; None: all (an intent that is not declared)."""
        known = self.intents.get(intent or "")
        return known.used_entities if known else None

    def is_response(self, action: str) -> bool:
        return action in self.responses or action.startswith(UTTER_PREFIX)


def builtin_slots(domain_actions: tuple[str, ...], has_forms: bool) -> tuple[Slot, ...]:
    """Slots that exist without being declared."""
    slots = [Slot(SESSION_STARTED_METADATA, "any", influence_conversation=False, builtin=True)]
    if has_forms:
        slots.insert(0, Slot(REQUESTED_SLOT, "text", influence_conversation=False, builtin=True))
    if ACTION_QUERY_KNOWLEDGE_BASE in domain_actions:
        slots += [
            Slot(name, "any", influence_conversation=False, builtin=True) for name in KNOWLEDGE_BASE_SLOTS
        ]
    return tuple(slots)
