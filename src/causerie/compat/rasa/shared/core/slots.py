"""Slots, with their values; derive from ``Slot`` for a type of your own."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any, ClassVar

from causerie.compat.rasa.shared.exceptions import RasaException
from causerie.domain import slots as ours


class InvalidSlotTypeException(RasaException):
    """A slot type that is not known."""


class InvalidSlotConfigError(RasaException, ValueError):
    """A slot with a wrong configuration."""


class Slot(ABC):
    """One value of a conversation, and the numbers that stand for it."""

    type_name: ClassVar[str] = ""

    def __init__(
        self,
        name: str,
        mappings: list[dict[str, Any]] | None = None,
        initial_value: Any = None,
        value_reset_delay: int | None = None,
        influence_conversation: bool = True,
    ) -> None:
        self.name = name
        self.mappings = mappings or []
        self._value = initial_value
        self.initial_value = initial_value
        self._value_reset_delay = value_reset_delay
        self.influence_conversation = influence_conversation
        self._has_been_set = False

    @property
    def value(self) -> Any:
        return self._value

    @value.setter
    def value(self, value: Any) -> None:
        self._value = value
        self._has_been_set = True

    @property
    def has_been_set(self) -> bool:
        return self._has_been_set

    def reset(self) -> None:
        self.value = self.initial_value
        self._has_been_set = False

    def feature_dimensionality(self) -> int:
        return self._feature_dimensionality() if self.influence_conversation else 0

    def _feature_dimensionality(self) -> int:
        return 1

    def has_features(self) -> bool:
        return self.feature_dimensionality() != 0

    def value_reset_delay(self) -> int | None:
        return self._value_reset_delay

    def as_feature(self) -> list[float]:
        return self._as_feature() if self.influence_conversation else []

    @abstractmethod
    def _as_feature(self) -> list[float]:
        """As many numbers as ``_feature_dimensionality`` says."""

    def persistence_info(self) -> dict[str, Any]:
        return {
            "type": self.type_name or f"{type(self).__module__}.{type(self).__name__}",
            "initial_value": self.initial_value,
            "influence_conversation": self.influence_conversation,
            "mappings": self.mappings,
        }

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.name}={self.value!r}>"


class _Usual(Slot):
    """One of Rasa's own types; the numbers come from ``causerie.domain.slots``."""

    def _ours(self) -> ours.Slot:
        return ours.Slot(self.name, self.type_name)

    def _as_feature(self) -> list[float]:
        return list(ours.features(self._ours(), self.value))

    def _feature_dimensionality(self) -> int:
        return len(ours.features(self._ours(), None))


class TextSlot(_Usual):
    type_name = "text"


class BooleanSlot(_Usual):
    type_name = "bool"


class ListSlot(_Usual):
    type_name = "list"


class AnySlot(_Usual):
    type_name = "any"

    def __init__(self, name: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(name, *args, **{**kwargs, "influence_conversation": False})


class FloatSlot(_Usual):
    type_name = "float"

    def __init__(
        self, name: str, *args: Any, max_value: float = 1.0, min_value: float = 0.0, **kwargs: Any
    ) -> None:
        super().__init__(name, *args, **kwargs)
        self.max_value = max_value
        self.min_value = min_value
        if min_value >= max_value:
            raise InvalidSlotConfigError(
                f"The slot '{name}' needs a 'max_value' above its 'min_value'; they are {max_value} and {min_value}."
            )

    def _ours(self) -> ours.Slot:
        return ours.Slot(self.name, self.type_name, min_value=self.min_value, max_value=self.max_value)


class CategoricalSlot(_Usual):
    type_name = "categorical"

    def __init__(self, name: str, *args: Any, values: list[Any] | None = None, **kwargs: Any) -> None:
        super().__init__(name, *args, **kwargs)
        self.values = [str(value).lower() for value in values or ()]

    def _ours(self) -> ours.Slot:
        return ours.Slot(self.name, self.type_name, values=tuple(self.values))


USUAL: dict[str, type[Slot]] = {
    kind.type_name: kind for kind in (TextSlot, BooleanSlot, ListSlot, AnySlot, FloatSlot, CategoricalSlot)
}
