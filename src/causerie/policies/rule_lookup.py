"""Rule conversations → the tables the RulePolicy looks up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from causerie.domain import Domain
from causerie.domain.names import RULE_SNIPPET, SHOULD_NOT_BE_SET
from causerie.policies.states import (
    PolicyState,
    RuleOnly,
    as_key,
    is_after_listen,
    training_examples,
)
from causerie.training_data.unfolding import Line

LOOP_WAS_INTERRUPTED = "loop was interrupted"
KEEP_OUT = "do not predict the loop"

Example = tuple[list[PolicyState], str]


@dataclass(frozen=True, slots=True)
class Lookups:
    """``rules``: key → action. ``unhappy``: key → what to make of an active loop there."""

    rules: dict[str, str]
    unhappy: dict[str, str]
    rule_only: RuleOnly


def build_lookups(rules: Sequence[Line], stories: Sequence[Line], domain: Domain) -> Lookups:
    rule_examples = [
        example
        for line in rules
        for example in training_examples(line.tracker(domain), domain, omit_unset=True)
    ]
    story_examples = [
        example for line in stories for example in training_examples(line.tracker(domain), domain)
    ]
    return Lookups(
        _rule_table(rule_examples),
        _unhappy_table([*rule_examples, *story_examples]),
        _rule_only(rule_examples, story_examples),
    )


def _rule_table(examples: Iterable[Example]) -> dict[str, str]:
    """Equal states with two different actions are left out; the checks report them."""
    table: dict[str, str] = {}
    ambiguous: set[str] = set()
    for states, action in examples:
        key = rule_key(states)
        if key is not None and table.setdefault(key, action) != action:
            ambiguous.add(key)
    return {key: action for key, action in table.items() if key not in ambiguous and action != RULE_SNIPPET}


def rule_key(states: Sequence[PolicyState]) -> str | None:
    """JSON of the states since the rule's beginning; None when it begins right here."""
    since: list[PolicyState] = []
    for state in reversed(states):
        if state.get("prev_action", {}).get("action_name") == RULE_SNIPPET:
            break
        since.append(state)
    return as_key(since[::-1]) if since else None


def _unhappy_table(examples: Iterable[Example]) -> dict[str, str]:
    """Where training data goes back into a loop, or stays out of it, after something else was said."""
    table: dict[str, str] = {}
    for states, action in examples:
        last = states[-1]
        loop = last.get("active_loop", {}).get("name")
        if not loop:
            continue
        key = rule_key(_unhappy_states(states))
        if key is None:
            continue
        if is_after_listen(last) and action == loop:
            table[key] = LOOP_WAS_INTERRUPTED
        elif not is_after_listen(last) and action != loop:
            table[key] = KEEP_OUT
    return table


def _unhappy_states(states: Sequence[PolicyState]) -> list[PolicyState]:
    if len(states) == 1 or not states[-2].get("prev_action"):
        return [states[-1]]
    return [{"prev_action": states[-2]["prev_action"]}, states[-1]]


def _rule_only(rules: Iterable[Example], stories: Iterable[Example]) -> RuleOnly:
    rule_slots, rule_loops = _slots_and_loops(rules)
    story_slots, story_loops = _slots_and_loops(stories)
    nothing = {SHOULD_NOT_BE_SET}
    return RuleOnly(
        frozenset(rule_slots - story_slots - nothing), frozenset(rule_loops - story_loops - nothing)
    )


def _slots_and_loops(examples: Iterable[Example]) -> tuple[set[str], set[str]]:
    slots: set[str] = set()
    loops: set[str] = set()
    for states, _ in examples:
        state = states[-1]
        slots |= state.get("slots", {}).keys()
        loop = state.get("active_loop", {}).get("name")
        if loop:
            loops.add(loop)
    return slots, loops
