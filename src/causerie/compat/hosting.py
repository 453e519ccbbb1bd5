"""Which class of ours takes a class of Rasa's kind in."""

from __future__ import annotations

from causerie.compat.calling import wrong
from causerie.compat.rasa.engine.recipes.default_recipe import ComponentType, registration_of

POLICIES = (ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, ComponentType.POLICY_WITH_END_TO_END_SUPPORT)
PLACES = {"component": "pipeline", "policy": "policies"}


def host_of_graph_component(cls: type, kind: str) -> type:
    """A class that fits ``causerie.ports``; raises ComponentError for one that is named in a wrong place."""
    said = registration_of(cls)
    if said is None:
        raise wrong(
            cls,
            "it is not registered.",
            "Write @DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.…], is_trainable=…) above the class.",
        )
    is_policy = any(found in POLICIES for found in said.types)
    actual = "policy" if is_policy else "component"
    if kind in PLACES and kind != actual:
        raise wrong(
            cls,
            f"it is registered as {', '.join(sorted(found.name for found in said.types))}, and named under '{PLACES[kind]}'.",
            f"Name it under '{PLACES[actual]}', or register it as what it is.",
        )
    if is_policy:
        from causerie.compat.policies import policy_host

        return policy_host(cls, said)
    from causerie.compat.components import component_host

    return component_host(cls, said)
