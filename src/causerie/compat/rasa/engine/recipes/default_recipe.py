"""``@DefaultV1Recipe.register(…)``: says what a component is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum, unique
from typing import TypeVar

from causerie.compat.rasa.engine.graph import GraphComponent
from causerie.compat.rasa.shared.exceptions import RasaException

Registered = TypeVar("Registered", bound=type)
REGISTRATION = "_causerie_registration"


class DefaultV1RecipeRegisterException(RasaException):
    """Something was registered that is no GraphComponent."""


@unique
class ComponentType(Enum):
    MESSAGE_TOKENIZER = 0
    MESSAGE_FEATURIZER = 1
    INTENT_CLASSIFIER = 2
    ENTITY_EXTRACTOR = 3
    POLICY_WITHOUT_END_TO_END_SUPPORT = 4
    POLICY_WITH_END_TO_END_SUPPORT = 5
    MODEL_LOADER = 6


Kind = ComponentType


@dataclass(frozen=True)
class RegisteredComponent:
    """What a decorator said of a class; ``model_from`` names the loader whose model it is given."""

    clazz: type
    types: frozenset[ComponentType]
    is_trainable: bool
    model_from: str | None


class DefaultV1Recipe:
    """Only ``register`` is served; the pipeline is a list."""

    name = "default.v1"
    ComponentType = ComponentType
    RegisteredComponent = RegisteredComponent

    @staticmethod
    def register(
        component_types: Kind | Iterable[Kind],
        is_trainable: bool,
        model_from: str | None = None,
    ) -> Callable[[Registered], Registered]:
        """Says of the class below it what it is and whether ``train`` is called."""
        types = (component_types,) if isinstance(component_types, ComponentType) else tuple(component_types)
        if wrong := [kind for kind in types if not isinstance(kind, ComponentType)]:
            raise DefaultV1RecipeRegisterException(
                f"DefaultV1Recipe.register expects values of DefaultV1Recipe.ComponentType; {wrong!r} came."
            )

        def decorate(registered: Registered) -> Registered:
            if not (isinstance(registered, type) and issubclass(registered, GraphComponent)):
                raise DefaultV1RecipeRegisterException(
                    f"Only classes that derive from GraphComponent can be registered; {registered!r} does not."
                )
            said = RegisteredComponent(registered, frozenset(types), is_trainable, model_from)
            setattr(registered, REGISTRATION, said)
            return registered

        return decorate


def registration_of(component: type) -> RegisteredComponent | None:
    """What the decorator said; None for a class, also a derived one, that has none of its own."""
    said = vars(component).get(REGISTRATION)
    return said if isinstance(said, RegisteredComponent) else None
