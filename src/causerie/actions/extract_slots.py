"""Entities, intents and texts become slots, by the domain's mappings, after every message."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

from causerie.actions.context import ActionContext
from causerie.actions.said_by_actions import events_of_answer
from causerie.dialogue.events import BotUttered, Event, SlotSet
from causerie.dialogue.state import State
from causerie.domain import Domain, Mapping, MappingType, Slot
from causerie.domain.names import (
    ACTION_VALIDATE_SLOT_MAPPINGS,
    REQUESTED_SLOT,
    SESSION_STARTED_METADATA,
)
from causerie.errors import ActionError

log = logging.getLogger(__name__)


async def extract_slots(context: ActionContext) -> list[Event]:
    """Slot events in the order of the domain's slots, then what the project's validation makes of them."""
    events: list[Event] = []
    ran: set[str] = set()
    for slot in _mapped_slots(context.domain):
        events += await _events_for(slot, context, ran)
    set_slots = [event for event in events if isinstance(event, SlotSet)]
    return await _validated(set_slots, context)


def _mapped_slots(domain: Domain) -> list[Slot]:
    cached: list[Slot] | None = domain.__dict__.get("_mapped_slots")
    if cached is None:
        builtin = (REQUESTED_SLOT, SESSION_STARTED_METADATA)
        cached = [slot for slot in domain.slots.values() if slot.mappings and slot.name not in builtin]
        domain.__dict__["_mapped_slots"] = cached
    return cached


async def _events_for(slot: Slot, context: ActionContext, ran: set[str]) -> list[Event]:
    """The first mapping that finds a value sets the slot; custom mappings before it run as well."""
    events: list[Event] = []
    state = context.tracker.state
    for mapping in slot.mappings:
        if not applies(slot, mapping, state, context.domain):
            continue
        values = found_values(mapping, state)
        if values:
            value = values if slot.type == "list" else values[-1]
            if value is not None or state.slots.get(slot.name) is not None:
                events.append(SlotSet(name=slot.name, value=value))
                break
        if mapping.type == MappingType.CUSTOM and mapping.action and mapping.action not in ran:
            ran.add(mapping.action)
            events += await _slot_events_of(mapping.action, context)
    return events


def applies(slot: Slot, mapping: Mapping, state: State, domain: Domain) -> bool:
    """Whether a mapping may fill its slot with the latest message."""
    return (
        _is_known(mapping, domain)
        and _intent_allows(mapping, state, domain)
        and _conditions_hold(slot, mapping, state)
        and not _is_ambiguous_in_form(slot, mapping, state, domain)
    )


def _is_known(mapping: Mapping, domain: Domain) -> bool:
    if mapping.type == MappingType.FROM_ENTITY:
        return mapping.entity in domain.entities
    if mapping.type == MappingType.FROM_INTENT:
        return all(intent in domain.intents for intent in mapping.intents)
    return True


def _intent_allows(mapping: Mapping, state: State, domain: Domain) -> bool:
    message = state.latest_message
    intent = message.intent_name if message else None
    if mapping.intents:
        return intent in mapping.intents
    return intent not in mapping.not_intents and intent not in _ignored_intents(mapping, state, domain)


def _ignored_intents(mapping: Mapping, state: State, domain: Domain) -> Sequence[str]:
    """Intents that the active form does not listen to."""
    loop = state.loop_name
    form = domain.forms.get(loop) if loop else None
    if form is None:
        return ()
    if mapping.conditions and all(condition.active_loop != loop for condition in mapping.conditions):
        return ()
    return form.ignored_intents


def _conditions_hold(slot: Slot, mapping: Mapping, state: State) -> bool:
    if not mapping.conditions or mapping.type == MappingType.FROM_TRIGGER_INTENT:
        return True
    loop = state.loop_name
    rejected = state.active_loop is not None and state.active_loop.rejected
    if rejected and state.requested_slot == slot.name:
        return False
    return any(
        (condition.active_loop is None and loop is None)
        or (
            condition.active_loop is not None
            and condition.active_loop == loop
            and condition.requested_slot in (None, state.requested_slot)
        )
        for condition in mapping.conditions
    )


def _is_ambiguous_in_form(slot: Slot, mapping: Mapping, state: State, domain: Domain) -> bool:
    """In a form, an entity that fits several of its slots fills only the one asked for."""
    loop = state.loop_name
    form = domain.forms.get(loop) if loop else None
    if form is None or mapping.type != MappingType.FROM_ENTITY:
        return False
    if state.requested_slot == slot.name or slot.name not in form.required_slots:
        return False
    same = [
        other
        for name in form.required_slots
        if name in domain.slots
        for other in domain.slots[name].mappings
        if other == mapping
    ]
    return len(same) != 1


def found_values(mapping: Mapping, state: State) -> list[Any]:
    """The values that the latest message has for a mapping; empty when it has none."""
    message = state.latest_message
    match mapping.type:
        case MappingType.FROM_ENTITY:
            entities = message.entities if message else ()
            wanted = (mapping.entity, mapping.role, mapping.group)
            return [
                entity.get("value")
                for entity in entities
                if (entity.get("entity"), entity.get("role"), entity.get("group")) == wanted
            ]
        case MappingType.FROM_INTENT:
            return [mapping.value]
        case MappingType.FROM_TRIGGER_INTENT:
            return [mapping.value] if _triggers(mapping, state) else []
        case MappingType.FROM_TEXT:
            return [message.text if message else None]
        case _:
            return []


def _triggers(mapping: Mapping, state: State) -> bool:
    loops = [condition.active_loop for condition in mapping.conditions]
    return state.loop_name is not None and (not loops or state.loop_name in loops)


async def _validated(events: list[SlotSet], context: ActionContext) -> list[Event]:
    if ACTION_VALIDATE_SLOT_MAPPINGS not in context.domain.custom_actions:
        return list(events)
    validated = await _slot_events_of(ACTION_VALIDATE_SLOT_MAPPINGS, context.after(events))
    names = {event.name for event in validated if isinstance(event, SlotSet)}
    return [*validated, *(event for event in events if event.name not in names)]


async def _slot_events_of(action: str, context: ActionContext) -> list[Event]:
    """Slots and messages of a custom action; its other events are not allowed here."""
    try:
        answer = await context.runner.run(action, context.tracker, context.domain)
        events = await events_of_answer(action, answer, context)
    except ActionError as error:
        log.warning("Slots could not be filled: the custom action '%s' failed. %s", action, error)
        return []
    return [event for event in events if isinstance(event, SlotSet | BotUttered)]
