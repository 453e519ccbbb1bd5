"""Stories that look alike so far and go on differently: no policy can learn both."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from causerie.domain import Domain
from causerie.domain.names import ACTION_LISTEN, ACTION_UNLIKELY_INTENT
from causerie.errors import Problem
from causerie.policies.states import PolicyState, as_key, label, policy_state
from causerie.training_data.unfolding import Line

SHOWN = 3
Uses = dict[str, dict[str, Line]]


def find_conflicts(lines: Sequence[Line], domain: Domain, max_history: int | None = None) -> list[Problem]:
    """Warnings; two stories look alike when their latest ``max_history`` states are equal (None: all)."""
    followers: dict[str, Uses] = defaultdict(lambda: defaultdict(dict))
    states: dict[str, PolicyState] = {}
    for line in lines:
        for latest, action in _choices(line, domain, max_history):
            key = as_key(latest)
            states[key] = latest[-1]
            followers[key][action].setdefault(line.name, line)
    return [
        _problem(states[key], uses)
        for key, uses in followers.items()
        if (len(uses) > 1 or ACTION_UNLIKELY_INTENT in uses) and _before(states[key])
    ]


def _choices(line: Line, domain: Domain, max_history: int | None) -> Iterator[tuple[list[PolicyState], str]]:
    """Each action of a story with the states that lead up to it."""
    moments = line.tracker(domain).moments()
    states = [policy_state(moment.state, domain) for moment in moments]
    for index, moment in enumerate(moments):
        if moment.action is not None:
            start = 0 if max_history is None else max(0, index + 1 - max_history)
            yield states[start : index + 1], str(label(moment.action))


def _problem(state: PolicyState, uses: Uses) -> Problem:
    where = "; ".join(f"'{action}' in {_listed([*lines])}" for action, lines in uses.items())
    first = next(iter(next(iter(uses.values())).values()))
    return Problem(
        f"Story structure conflict after {_before(state)}: {where}.",
        first.place,
        advice="Tell the stories apart by what stands before, by a slot, or make them one.",
        severity="warning",
        kind="story_conflict",
        names=tuple(uses),
    )


def _before(state: PolicyState) -> str:
    """What came last: the user's words after a listen, else the bot's action; nothing at the beginning."""
    action = state.get("prev_action", {})
    if action.get("action_name") == ACTION_LISTEN:
        user = state.get("user", {})
        for kind in ("intent", "text"):
            if kind in user:
                return f"{kind} '{user[kind]}'"
    name = action.get("action_name") or action.get("action_text")
    return f"action '{name}'" if name else ""


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(f"'{name}'" for name in names[:SHOWN])
    return shown + (f" and {len(names) - SHOWN} more" if len(names) > SHOWN else "")
