"""A conversation to be stored: whose it is, and its events."""

from __future__ import annotations

from typing import Any

from causerie.compat.rasa.shared.core.events import Event, deserialise_events


class Dialogue:
    """``name`` is the sender's id."""

    def __init__(self, name: str, events: list[Event]) -> None:
        self.name = name
        self.events = events

    def as_dict(self) -> dict[str, Any]:
        return {"events": [event.as_dict() for event in self.events], "name": self.name}

    @classmethod
    def from_parameters(cls, parameters: dict[str, Any]) -> Dialogue:
        return cls(parameters.get("name", ""), deserialise_events(parameters.get("events", [])))
