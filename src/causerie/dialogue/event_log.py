"""A list of events that only grows, and can be forked for nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import overload

from causerie.dialogue.events import Event


class EventLog(Sequence[Event]):
    """Events, oldest first. A fork shares the first ``shared`` events of its ``parent``; the rest is its ``own``."""

    __slots__ = ("__weakref__", "own", "parent", "shared")

    def __init__(self, parent: EventLog | None = None) -> None:
        self.parent = parent
        self.shared = len(parent) if parent is not None else 0
        self.own: list[Event] = []

    def append(self, event: Event) -> None:
        self.own.append(event)

    def fork(self) -> EventLog:
        return EventLog(self)

    # Two logs are the same log or they are not: a log is a place, not a value.
    __eq__ = object.__eq__
    __hash__ = object.__hash__

    def __len__(self) -> int:
        return self.shared + len(self.own)

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
        if index >= self.shared or self.parent is None:
            return self.own[index - self.shared]
        return self.parent[index]

    def __iter__(self) -> Iterator[Event]:
        if self.parent is None:
            return iter(self.own)
        return chain(islice(self.parent, self.shared), self.own)

    def __reversed__(self) -> Iterator[Event]:
        yield from reversed(self.own)
        if self.parent is not None:
            for index in range(self.shared - 1, -1, -1):
                yield self.parent[index]
