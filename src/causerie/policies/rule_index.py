"""Rules by what they look at last, so that finding those that fit costs the same for 10 or 10,000."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from causerie.domain.names import SHOULD_NOT_BE_SET
from causerie.policies.states import PolicyState

_Corner = tuple[str | None, str | None, str | None]


@dataclass(frozen=True, slots=True)
class RuleEntry:
    """``key`` is the JSON of ``states`` (oldest first); longer keys are more specific."""

    key: str
    states: tuple[PolicyState, ...]
    action: str


class RuleIndex:
    """A table of rule keys → actions that finds all entries fitting a conversation."""

    def __init__(self, table: Mapping[str, str]) -> None:
        self.entries: dict[str, RuleEntry] = {}
        self.longest = 0
        self._by_corner: dict[_Corner, list[RuleEntry]] = {}
        for key, action in table.items():
            self.add(key, action)

    def add(self, key: str, action: str) -> None:
        entry = RuleEntry(key, tuple(json.loads(key)), action)
        self.entries[key] = entry
        self.longest = max(self.longest, len(entry.states))
        self._by_corner.setdefault(_corner(entry.states[-1]), []).append(entry)

    def remove(self, key: str) -> None:
        entry = self.entries.pop(key)
        self._by_corner[_corner(entry.states[-1])].remove(entry)

    def table(self) -> dict[str, str]:
        return {entry.key: entry.action for entry in self.entries.values()}

    def fitting(self, states: Sequence[PolicyState]) -> list[RuleEntry]:
        """Entries that fit these states (oldest first); only the latest ``longest`` matter."""
        if not states:
            return []
        return [entry for entry in self._candidates(states[-1]) if _fits(entry.states, states)]

    def best(self, states: Sequence[PolicyState]) -> RuleEntry | None:
        """The most specific entry that fits."""
        return max(self.fitting(states), key=lambda entry: len(entry.key), default=None)

    def _candidates(self, state: PolicyState) -> Iterable[RuleEntry]:
        action, intent, text = _corner(state)
        corners = {(action, i, t) for i in (intent, None) for t in (text, None)}
        for corner in sorted(corners, key=str):
            yield from self._by_corner.get(corner, ())


def _corner(state: PolicyState) -> _Corner:
    """The parts of a rule's last state that a conversation must share exactly, if the rule has them."""
    previous = state.get("prev_action", {})
    user = state.get("user", {})
    return (previous.get("action_name") or previous.get("action_text"), user.get("intent"), user.get("text"))


def _fits(rule: Sequence[PolicyState], states: Sequence[PolicyState]) -> bool:
    return all(
        _fits_state(wanted, given) for wanted, given in zip(reversed(rule), reversed(states), strict=False)
    )


def _fits_state(wanted: PolicyState, given: PolicyState) -> bool:
    rule_action, action = wanted.get("prev_action"), given.get("prev_action")
    if not rule_action and not action:
        return True
    if not rule_action or not action:
        return False
    return all(
        _fits_value(value, given.get(part, {}).get(name))
        for part, wanted_part in wanted.items()
        for name, value in wanted_part.items()
    )


def _fits_value(wanted: Any, given: Any) -> bool:
    if wanted == SHOULD_NOT_BE_SET:
        return not given or given == SHOULD_NOT_BE_SET
    if isinstance(wanted, list):
        wanted = tuple(wanted)
    return not wanted or given == wanted
