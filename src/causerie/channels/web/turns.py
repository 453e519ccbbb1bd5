"""Which conversations have a turn under way, in this process and in others that tell of theirs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

#: Seconds after which the turns of a process that says nothing any more count as over.
SILENCE = 30.0


@dataclass(slots=True)
class _Process:
    heard: float
    turns: set[str] = field(default_factory=set)


class Turns:
    """Another process names its turns as they begin and end, and all of them again and again: what was missed,
    or never said because a process was killed, is put right by the next list or by its silence.
    """

    def __init__(self) -> None:
        self.here: Counter[str] = Counter()
        self._others: dict[str, _Process] = {}

    def begin(self, conversation: str) -> None:
        self.here[conversation] += 1

    def end(self, conversation: str) -> None:
        self.here[conversation] -= 1
        if not self.here[conversation]:
            del self.here[conversation]

    def is_busy(self, conversation: str) -> bool:
        return conversation in self.here or any(
            conversation in process.turns for process in self._others.values()
        )

    def elsewhere(self) -> set[str]:
        """Conversations that others have turns of, and this process none."""
        found = {name for process in self._others.values() for name in process.turns}
        return found - self.here.keys()

    def heard(self, process: str, conversation: str, is_begun: bool, now: float) -> None:
        other = self._others.setdefault(process, _Process(now))
        other.heard = now
        if is_begun:
            other.turns.add(conversation)
        else:
            other.turns.discard(conversation)

    def heard_all(self, process: str, conversations: Iterable[str], now: float) -> None:
        self._others[process] = _Process(now, set(conversations))

    def forget_silent(self, now: float) -> None:
        for name in [name for name, other in self._others.items() if now - other.heard > SILENCE]:
            del self._others[name]

    def forget_others(self) -> None:
        self._others.clear()
