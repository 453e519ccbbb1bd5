"""Events as JSON for custom actions, each made once however often an action runs."""

from __future__ import annotations

from copy import deepcopy
from weakref import WeakKeyDictionary

from causerie.dialogue.event_json import as_dict
from causerie.dialogue.event_log import EventLog
from causerie.ports import Json


class JsonHistory:
    """Keeps the JSON of each conversation's events beside them.

    An action gets a list of its own. What it changes inside an event never reaches the
    conversation, which keeps its own, frozen events.
    """

    def __init__(self) -> None:
        self._known: WeakKeyDictionary[EventLog, list[Json]] = WeakKeyDictionary()

    def of(self, events: EventLog) -> list[Json]:
        """The events as JSON, oldest first."""
        if events.parent is None:
            return list(self._up_to(events, len(events)))
        shared = self._prefix(events.parent, events.shared)
        return shared + [deepcopy(as_dict(event)) for event in events.own]

    def _prefix(self, events: EventLog, length: int) -> list[Json]:
        if events.parent is None:
            return self._up_to(events, length)[:length]
        return self.of(events)[:length]

    def _up_to(self, events: EventLog, length: int) -> list[Json]:
        known = self._known.setdefault(events, [])
        known += [deepcopy(as_dict(event)) for event in events[len(known) : length]]
        return known
