"""Answers to questions that were asked just now."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

from causerie.llm.completion import Completion
from causerie.llm.request import Request, fingerprint


@dataclass(slots=True)
class AnswerCache:
    """Keeps answers for ``seconds``, and of them no more than ``characters``: those used last.

    Only what is the same for everybody belongs here; ``scope`` keeps apart what is not, such as a user's
    language. Spaces and capitals make no difference.
    """

    seconds: float = 300.0
    characters: int = 1_000_000
    clock: Callable[[], float] = time.monotonic
    _kept: OrderedDict[str, tuple[float, Completion]] = field(default_factory=OrderedDict)
    _size: int = 0

    def find(self, request: Request, *scope: str) -> Completion | None:
        key = fingerprint(request, *scope)
        found = self._kept.get(key)
        if found is None:
            return None
        kept_at, completion = found
        if self.clock() - kept_at >= self.seconds:
            self._drop(key)
            return None
        self._kept.move_to_end(key)
        return completion

    def keep(self, request: Request, completion: Completion, *scope: str) -> None:
        key = fingerprint(request, *scope)
        self._drop(key)
        self._kept[key] = (self.clock(), completion)
        self._size += len(completion.text)
        while self._size > self.characters:
            self._drop(next(iter(self._kept)))

    def clear(self) -> None:
        self._kept.clear()
        self._size = 0

    def __len__(self) -> int:
        return len(self._kept)

    def _drop(self, key: str) -> None:
        found = self._kept.pop(key, None)
        if found is not None:
            self._size -= len(found[1].text)
