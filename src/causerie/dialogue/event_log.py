"""A list of events that only grows, and can be forked for nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import overload

from causerie.dialogue.events import Event


class EventLog(Sequence[Event]):
    """Events, oldest first. A fork shares all events up to now and appends its own."""

    __slots__ = ("_own", "_parent", "_shared")

    def __init__(self, parent: EventLog | None = None) -> None:
        self._parent = parent
        self._shared = len(parent) if parent is not None else 0
        self._own: list[Event] = []

    def append(self, event: Event) -> None:
        self._own.append(event)

    def fork(self) -> EventLog:
        return EventLog(self)

    def __len__(self) -> int:
        return self._shared + len(self._own)

    @overload
    def __getitem__(self, index: int) -> Event: ...

    @overload
    def __getitem__(self, index: slice) -> list[Event]: ...

    def __getitem__(self, index: int | slice) -> Event | list[Event]:
        if isinstance(index, slice):
            start, stop, step = index.indices(len(self))
            return [self[place] for place in range(start, stop, step)]
        if index < 0:
            index += len(self)
        if not 0 <= index < len(self):
            raise IndexError("no event at this place")
        if index >= self._shared or self._parent is None:
            return self._own[index - self._shared]
        return self._parent[index]

    def __iter__(self) -> Iterator[Event]:
        if self._parent is None:
            return iter(self._own)
        return chain(islice(self._parent, self._shared), self._own)

    def __reversed__(self) -> Iterator[Event]:
        yield from reversed(self._own)
        if self._parent is not None:
            for index in range(self._shared - 1, -1, -1):
                yield self._parent[index]
