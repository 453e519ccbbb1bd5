"""The domain as a model keeps it: every field of every value, as JSON."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

from causerie.domain import (
    Condition,
    Domain,
    Entity,
    Form,
    Intent,
    Mapping,
    MappingType,
    ResponseCondition,
    SessionConfig,
    Slot,
    Variation,
)
from causerie.errors import ModelError

Json = dict[str, Any]


def domain_state(domain: Domain) -> Json:
    """All of the domain as JSON values; ``load_domain_state`` gives back an equal one."""
    state: Json = _state(domain)
    return state


def load_domain_state(state: Json) -> Domain:
    """The domain that ``domain_state`` wrote; raises ModelError when it is none."""
    try:
        return Domain(
            intents=_by_name(state["intents"], _intent),
            entities=_by_name(state["entities"], _entity),
            slots=_by_name(state["slots"], _slot),
            responses={name: _all(_variation, items) for name, items in state["responses"].items()},
            actions=tuple(state["actions"]),
            actions_sent_domain=frozenset(state["actions_sent_domain"]),
            e2e_actions=tuple(state["e2e_actions"]),
            forms=_by_name(state["forms"], _form),
            session=SessionConfig(**state["session"]),
            store_entities_as_slots=bool(state["store_entities_as_slots"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ModelError(
            f"The model's domain can't be read: {type(error).__name__}: {error}. Train the model again."
        ) from error


def _state(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _state(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, dict):
        return {str(key): _state(item) for key, item in value.items()}
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, list | tuple):
        return [_state(item) for item in value]
    return value


def _by_name(state: Json, load: Callable[[Json], Any]) -> dict[str, Any]:
    return {name: load(item) for name, item in state.items()}


def _all(load: Callable[[Json], Any], items: list[Json]) -> tuple[Any, ...]:
    return tuple(load(item) for item in items)


def _intent(state: Json) -> Intent:
    use = state["use_entities"]
    return Intent(
        **{
            **state,
            "used_entities": frozenset(state["used_entities"]),
            "use_entities": use if isinstance(use, bool) else tuple(use),
            "ignore_entities": tuple(state["ignore_entities"]),
        }
    )


def _entity(state: Json) -> Entity:
    return Entity(**{**state, "roles": tuple(state["roles"]), "groups": tuple(state["groups"])})


def _form(state: Json) -> Form:
    return Form(
        state["name"],
        required_slots=tuple(state["required_slots"]),
        ignored_intents=tuple(state["ignored_intents"]),
    )


def _slot(state: Json) -> Slot:
    return Slot(
        **{
            **state,
            "mappings": _all(_mapping, state["mappings"]),
            "values": tuple(state["values"]),
            "options": tuple((key, value) for key, value in state["options"]),
        }
    )


def _mapping(state: Json) -> Mapping:
    return Mapping(
        **{
            **state,
            "type": MappingType(state["type"]),
            "intents": tuple(state["intents"]),
            "not_intents": tuple(state["not_intents"]),
            "conditions": tuple(Condition(**item) for item in state["conditions"]),
        }
    )


def _variation(state: Json) -> Variation:
    return Variation(
        **{**state, "conditions": tuple(ResponseCondition(**item) for item in state["conditions"])}
    )
