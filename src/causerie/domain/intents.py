"""Intents and entities as the domain declares them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Intent:
    """``used_entities`` are those that count when this intent's messages are featurised."""

    name: str
    used_entities: frozenset[str] = frozenset()
    use_entities: bool | tuple[str, ...] = True
    ignore_entities: tuple[str, ...] = ()
    is_retrieval: bool = False


@dataclass(frozen=True, slots=True)
class Entity:
    """An entity with its roles and groups, and whether it counts for the next action."""

    name: str
    roles: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    influence_conversation: bool = True

    @property
    def labels(self) -> tuple[str, ...]:
        """The name alone, then ``name#role`` and ``name#group``, as states spell them."""
        return (
            self.name,
            *(f"{self.name}#{role}" for role in self.roles),
            *(f"{self.name}#{group}" for group in self.groups),
        )
