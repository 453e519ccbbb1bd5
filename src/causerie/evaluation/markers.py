"""Markers: conditions on the events of a session, and operators that combine them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from causerie.dialogue.events import ActionExecuted, Event, SlotSet, UserUttered
from causerie.domain.names import ACTION_SESSION_START

CONDITIONS = ("action", "intent", "slot_was_set")
OPERATORS = ("and", "or", "not", "seq", "at_least_once")
OF_ONE = ("not", "at_least_once")
# Names of negations, and what Rasa 3.6 reads them as: it leaves the negation out.
NEGATIONS = {
    "not_action": "action",
    "not_intent": "intent",
    "slot_was_not_set": "slot_was_set",
    "at_least_one_not": "and",
    "never": "at_least_once",
}


@dataclass(frozen=True, slots=True)
class Marker:
    """A condition on ``name``, or an operator on ``parts``."""

    tag: str
    name: str = ""
    parts: tuple[Marker, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """Where a marker applies: the event's index in the conversation, and the user turns before it."""

    event: int
    turns: int


def find(marker: Marker, events: Sequence[Event], offset: int = 0) -> list[Found]:
    """Where in this session the marker applies. ``offset``: the index of the session's first event."""
    column = applies(marker, events)
    where = [index for index, value in enumerate(column) if value]
    if marker.tag == "at_least_once":
        where = where[:1]
    said = [isinstance(event, UserUttered) for event in events]
    return [Found(index + offset, sum(said[:index])) for index in where]


def sessions(events: Sequence[Event]) -> list[tuple[int, Sequence[Event]]]:
    """Each session with the index of its first event; without a session start, all is one."""
    starts = [
        index
        for index, event in enumerate(events)
        if isinstance(event, ActionExecuted) and event.name == ACTION_SESSION_START
    ] or [0]
    ends = [*starts[1:], len(events)]
    return [(start, events[start:end]) for start, end in zip(starts, ends, strict=True)]


def applies(marker: Marker, events: Sequence[Event]) -> list[bool]:
    """For each event, whether the marker applies there."""
    if marker.tag in CONDITIONS:
        return _TESTS[marker.tag](marker.name, events)
    columns = [applies(part, events) for part in marker.parts]
    rows = list(zip(*columns, strict=True))
    match marker.tag:
        case "and":
            return [all(row) for row in rows]
        case "or":
            return [any(row) for row in rows]
        case "not":
            return [not row[0] for row in rows]
        case "seq":
            return _in_sequence(rows)
        case _:
            return _so_far(columns[0])


def _in_sequence(rows: Sequence[tuple[bool, ...]]) -> list[bool]:
    """True where the last part applies after all others did, one per event; then it begins anew."""
    done, found = 0, []
    for row in rows:
        done += row[done]
        found.append(done == len(row))
        done %= len(row)
    return found


def _so_far(column: Sequence[bool]) -> list[bool]:
    seen, found = False, []
    for value in column:
        seen = seen or value
        found.append(seen)
    return found


def _action(name: str, events: Sequence[Event]) -> list[bool]:
    return [isinstance(event, ActionExecuted) and event.name == name for event in events]


def _intent(name: str, events: Sequence[Event]) -> list[bool]:
    return [
        isinstance(event, UserUttered)
        and name in (event.intent_name, event.intent.get("full_retrieval_intent_name"))
        for event in events
    ]


def _slot(name: str, events: Sequence[Event]) -> list[bool]:
    """Whether the slot has a value after each event."""
    is_set, found = False, []
    for event in events:
        if isinstance(event, SlotSet) and event.name == name:
            is_set = event.value is not None
        found.append(is_set)
    return found


_TESTS: dict[str, Callable[[str, Sequence[Event]], list[bool]]] = {
    "action": _action,
    "intent": _intent,
    "slot_was_set": _slot,
}
