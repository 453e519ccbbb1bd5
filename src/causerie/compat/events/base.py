"""The base of Rasa's events."""

from __future__ import annotations

import time
from typing import Any, ClassVar

Json = dict[str, Any]


class Event:
    """``type_name`` is the value of ``event`` in JSON; ``_keys`` maps its other keys to attributes."""

    type_name: ClassVar[str] = "event"
    _keys: ClassVar[dict[str, str]] = {}

    def __init__(self, timestamp: float | None = None, metadata: Json | None = None) -> None:
        self.timestamp = timestamp or time.time()
        self.metadata: Json = metadata or {}

    def as_dict(self) -> Json:
        written: Json = {"event": self.type_name, "timestamp": self.timestamp}
        if self.metadata:
            written["metadata"] = self.metadata
        return {**written, **{key: getattr(self, attribute) for key, attribute in self._keys.items()}}

    @staticmethod
    def from_parameters(parameters: Json, default: type[Event] | None = None) -> Event | None:
        """The event in a JSON object; of no known type: ``default``, or None."""
        from causerie.compat.rasa.shared.core.events import TYPES

        kind = TYPES.get(str(parameters.get("event"))) or default
        return kind._read(parameters) if kind else None

    @classmethod
    def _read(cls, raw: Json) -> Event:
        event: Event = cls.__new__(cls)
        Event.__init__(event, raw.get("timestamp"), raw.get("metadata"))
        for key, attribute in cls._keys.items():
            setattr(event, attribute, raw.get(key))
        return event

    def apply_to(self, tracker: Any) -> None:
        """Events are applied by ``tracker.update(event)``; there is nothing more to it."""

    def _said(self) -> Json:
        return {key: value for key, value in self.as_dict().items() if key not in ("timestamp", "metadata")}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Event) and type(self) is type(other) and self._said() == other._said()

    def __hash__(self) -> int:
        return hash(repr(self._said()))

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._said()}>"
