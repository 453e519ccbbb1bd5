"""Slots: what a conversation remembers, and how a value counts for the next action.

Values are stored as they came; only the features depend on the type.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from causerie.domain.mappings import Mapping
from causerie.domain.names import SHOULD_NOT_BE_SET
from causerie.errors import ComponentError

OTHER_VALUE = "__other__"
Features = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Slot:
    name: str
    type: str = "text"
    influence_conversation: bool = True
    initial_value: Any = None
    mappings: tuple[Mapping, ...] = ()
    values: tuple[str, ...] = ()
    min_value: float = 0.0
    max_value: float = 1.0
    options: tuple[tuple[str, Any], ...] = ()
    builtin: bool = False


def stored_value(slot: Slot, value: Any) -> Any:
    """What is kept when ``value`` is set: a list slot wraps a single value, others keep it."""
    if slot.type == "list" and value and not isinstance(value, list):
        return [value]
    return value


def features(slot: Slot, value: Any) -> Features:
    """Numbers that stand for the value in a state; empty when the slot does not influence."""
    if not slot.influence_conversation:
        return ()
    return featurizer(slot.type)(slot, value)


def state_features(slot: Slot, value: Any) -> Features | str | None:
    """What a state holds of the slot; None when it counts as unset."""
    if not slot.influence_conversation:
        return None
    if isinstance(value, str) and value == SHOULD_NOT_BE_SET:
        return SHOULD_NOT_BE_SET
    numbers = features(slot, value)
    return numbers if any(numbers) else None


def featurizer(slot_type: str) -> Callable[[Slot, Any], Features]:
    return _FEATURIZERS.get(slot_type) or custom_features


def custom_features(slot: Slot, value: Any) -> Features:
    """A slot type of the project's own: ``module.Class`` with ``as_feature()`` or ``_as_feature()``."""
    from causerie.registry import import_class

    cls = import_class(slot.type, "slot type")
    try:
        instance = cls(
            name=slot.name,
            mappings=[],
            initial_value=slot.initial_value,
            influence_conversation=slot.influence_conversation,
            **dict(slot.options),
        )
        instance.value = value
        return tuple(float(number) for number in instance.as_feature())
    except Exception as error:  # a slot type of the project's own may raise anything
        raise ComponentError(
            f"The slot '{slot.name}' can't be counted: its type '{slot.type}' failed with "
            f"{type(error).__name__}: {error}. 'as_feature()' must return a list of numbers."
        ) from error


def as_bool(value: Any) -> bool | None:
    """The truth that Rasa reads from a value, None when it reads none."""
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return value == 1
    if isinstance(value, str):
        if value.isnumeric():
            return float(value) == 1
        return {"true": True, "false": False}.get(value.strip().lower())
    return None


def _text(slot: Slot, value: Any) -> Features:
    return (0.0,) if value is None else (1.0,)


def _bool(slot: Slot, value: Any) -> Features:
    truth = as_bool(value)
    return (0.0, 0.0) if truth is None else (1.0, float(truth))


def _float(slot: Slot, value: Any) -> Features:
    try:
        number = max(slot.min_value, min(slot.max_value, float(value)))
    except (TypeError, ValueError):
        return (0.0, 0.0)
    return (1.0, (number - slot.min_value) / ((slot.max_value - slot.min_value) or 1.0))


def _list(slot: Slot, value: Any) -> Features:
    try:
        return (1.0,) if value is not None and len(value) > 0 else (0.0,)
    except TypeError:
        return (0.0,)


def _categorical(slot: Slot, value: Any) -> Features:
    """One place per value, and a last one for any other value."""
    known = (*slot.values, OTHER_VALUE) if OTHER_VALUE not in slot.values else slot.values
    if value is None:
        return (0.0,) * len(known)
    folded = str(value).lower()
    index = known.index(folded if folded in known else OTHER_VALUE)
    return tuple(float(place == index) for place in range(len(known)))


def _any(slot: Slot, value: Any) -> Features:
    return ()


_FEATURIZERS: dict[str, Callable[[Slot, Any], Features]] = {
    "text": _text,
    "bool": _bool,
    "float": _float,
    "list": _list,
    "categorical": _categorical,
    "any": _any,
}
SLOT_TYPES = tuple(_FEATURIZERS)
