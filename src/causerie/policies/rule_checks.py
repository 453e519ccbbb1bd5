"""Do the rules agree with each other and with the stories?

Every rule and story is played against the rules. Where the rules choose another action than the
one written, the conversation up to there is the counter-example, and both sides are named.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from causerie.dialogue.events import (
    ActionExecuted,
    ActionExecutionRejected,
    ActiveLoop,
    Event,
    SlotSet,
    UserUttered,
)
from causerie.dialogue.tracker import Tracker
from causerie.domain import Domain
from causerie.domain.names import ACTION_LISTEN, RULE_SNIPPET, SHOULD_NOT_BE_SET
from causerie.errors import Problem
from causerie.policies.rule_lookup import rule_key
from causerie.policies.rule_sources import handled_sources, is_builtin_source
from causerie.policies.states import policy_state, rule_states, use_text_or_intent
from causerie.training_data.unfolding import Line

if TYPE_CHECKING:
    from causerie.policies.rule import RulePolicy


@dataclass(frozen=True, slots=True)
class _Choice:
    """What the rules chose at one place of a line, and what is written there."""

    line: Line
    written: str
    chosen: str | None
    source: str
    tracker: Tracker


def check_rules(
    policy: RulePolicy, rules: Sequence[Line], stories: Sequence[Line], domain: Domain
) -> tuple[frozenset[str], list[Problem]]:
    """The sources that no story uses (their turns are hidden from stories), and all contradictions."""
    said = _who_says_what(policy, rules, domain)
    problems: list[Problem] = []
    used_in_stories: set[str] = set()
    for line in (*stories, *rules):
        for choice in _choices(policy, line, domain):
            if not line.is_rule and choice.chosen == choice.written:
                used_in_stories.add(choice.source)
            problem = _contradiction(policy, choice, said)
            if problem:
                problems.append(problem)
    return (frozenset(said) | handled_sources(domain)) - used_in_stories, problems


def _who_says_what(
    policy: RulePolicy, rules: Sequence[Line], domain: Domain
) -> dict[str, list[tuple[str, str]]]:
    """Per source, the rules that reach it and the action each has there."""
    said: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for line in rules:
        for choice in _choices(policy, line, domain):
            if not choice.source:
                continue
            if is_builtin_source(choice.source):
                said[choice.source].append((choice.source, choice.chosen or ""))
            else:
                said[choice.source].append((line.name, choice.written))
    return said


def _choices(policy: RulePolicy, line: Line, domain: Domain) -> Iterator[_Choice]:
    """Play a line: at each action that something leads up to, ask the rules."""
    running = Tracker(line.name, domain.slots)
    unpredictable = True
    for event in line.tracker(domain).applied_events():
        if isinstance(event, ActionExecuted):
            if event.name == RULE_SNIPPET:
                unpredictable = True
            elif unpredictable or event.unpredictable:
                unpredictable = False
            else:
                written = event.name or event.action_text or ""
                yield _choose(policy, running, line, written, domain)
        running.update(event)


def _choose(policy: RulePolicy, running: Tracker, line: Line, written: str, domain: Domain) -> _Choice:
    chosen, source = _ask(policy, running, line.is_rule, domain)
    loop = running.state.loop_name
    if loop and chosen != written and chosen == loop:
        # The line leaves the loop here, as if the loop had declined to run.
        running.update(ActionExecutionRejected(name=loop))
        chosen, source = _ask(policy, running, line.is_rule, domain)
    return _Choice(line, written, chosen, source, running)


def _ask(policy: RulePolicy, tracker: Tracker, is_rule: bool, domain: Domain) -> tuple[str | None, str]:
    verdict = policy.judge(tracker, domain)
    if verdict.action:
        return verdict.action, verdict.source
    if not is_rule:
        return None, verdict.source
    fallback = policy.fallback_scores()
    return next(iter(fallback), ACTION_LISTEN), verdict.source or _source_of_states(tracker, domain)


def _source_of_states(tracker: Tracker, domain: Domain) -> str:
    """What stands for a rule where none fits: the states themselves."""
    states = rule_states(tracker, domain)
    use_text_or_intent(states, by_text=False)
    return rule_key(states) or ""


def _contradiction(
    policy: RulePolicy, choice: _Choice, said: dict[str, list[tuple[str, str]]]
) -> Problem | None:
    if not choice.chosen or not choice.source or choice.chosen == choice.written:
        return None
    if _overruled(policy, choice):
        policy.forget(policy.rules.entries[choice.source])
        return None
    others = sorted({name for name, action in said[choice.source] if action != choice.written})
    if not others:
        return None
    kind = "rule" if choice.line.is_rule else "story"
    fallback = policy.config["core_fallback_action_name"]
    instead = f" chose '{choice.chosen}'" if choice.chosen != fallback else " choose otherwise"
    return Problem(
        f"The {kind} '{choice.line.name}' has the action '{choice.written}' where "
        f"{_listed(others)}{instead}.",
        choice.line.place,
        expected=f"'{choice.written}' after: {_conversation(choice.tracker)}",
        found=f"{_listed(others)}{instead}",
        advice="Change one of them, or tell them apart by a condition (a slot or an active loop). "
        "If a slot or loop must not be set, say so with null.",
        kind="contradicting rules",
        names=(choice.line.name, *others),
    )


def _overruled(policy: RulePolicy, choice: _Choice) -> bool:
    """A rule's general 'then listen' gives way to a story if a longer rule begins alike."""
    if choice.line.is_rule or choice.chosen != ACTION_LISTEN:
        return False
    source = choice.source
    if source.count("prev_action") > 1 or source not in policy.rules.entries:
        return False
    return any(key != source and key.startswith(source[:-2]) for key in policy.rules.entries)


def _listed(names: Sequence[str]) -> str:
    return ("the rule " if len(names) == 1 else "the rules ") + ", ".join(f"'{name}'" for name in names)


def _conversation(tracker: Tracker) -> str:
    """The conversation up to here in one line, as a counter-example."""
    return " → ".join(filter(None, map(_said, tracker.applied_events()))) or "the beginning"


def _said(event: Event) -> str:
    if isinstance(event, UserUttered):
        return f"user: {event.intent_name or event.text}"
    if isinstance(event, ActionExecuted):
        return event.name or f"bot: {event.action_text}"
    if isinstance(event, SlotSet):
        value = "null" if event.value in (None, SHOULD_NOT_BE_SET) else event.value
        return f"slot {event.name}={value}"
    if isinstance(event, ActiveLoop):
        return f"loop {'null' if event.name in (None, SHOULD_NOT_BE_SET) else event.name}"
    return ""


def too_long_rules(rules: Sequence[Line]) -> list[Problem]:
    """Rules that hold more than one user message (``restrict_rules``)."""
    return [
        Problem(
            f"The rule '{line.name}' contains more than one user message.",
            line.place,
            expected="at most one user step per rule",
            advice="Write it as a story, or set 'restrict_rules: false' for the RulePolicy.",
            kind="rule too long",
            names=(line.name,),
        )
        for line in rules
        if sum(isinstance(event, UserUttered) for event in line.events) > 1
    ]


def incomplete_rules(rules: Sequence[Line], domain: Domain) -> list[Problem]:
    """Rules in which an action does not set what it sets in other rules."""
    expected = _what_actions_set(rules, domain)
    problems: list[Problem] = []
    for line in rules:
        moments = line.tracker(domain).moments()
        for moment in moments[1:]:
            action = moment.state.action_name
            next_action = moment.action.name if moment.action else ACTION_LISTEN
            if action is None or action not in expected or RULE_SNIPPET in (action, next_action):
                continue
            slots, loops = expected[action]
            state = policy_state(moment.state, domain)
            missing = slots - state.get("slots", {}).keys()
            active = state.get("active_loop", {}).get("name")
            if missing:
                problems.append(_unset_slots(line, action, missing))
            if loops and active not in loops:
                problems.append(_unset_loop(line, action, loops))
    return problems


def _what_actions_set(rules: Sequence[Line], domain: Domain) -> dict[str, tuple[set[str], set[str]]]:
    """Per action the featurised slots and the loops that follow it somewhere."""
    found: dict[str, tuple[set[str], set[str]]] = {}
    for line in rules:
        action: str | None = None
        for event in line.tracker(domain).applied_events():
            if isinstance(event, ActionExecuted):
                action = event.name or event.action_text
            elif isinstance(event, UserUttered):
                action = None
            elif action and isinstance(event, SlotSet):
                slot = domain.slots.get(event.name)
                if slot and slot.influence_conversation:
                    found.setdefault(action, (set(), set()))[0].add(event.name)
            elif action and isinstance(event, ActiveLoop) and event.name:
                found.setdefault(action, (set(), set()))[1].add(event.name)
    return found


def _unset_slots(line: Line, action: str, slots: set[str]) -> Problem:
    names = ", ".join(sorted(slots))
    return Problem(
        f"In the rule '{line.name}' the action '{action}' does not set what it sets in other rules: {names}.",
        line.place,
        expected=f"slot_was_set with {names} after '{action}' (null where it must not be set)",
        advice="Add it, or put 'wait_for_user_input: false' if this is the rule's last action.",
        kind="incomplete rule",
        names=(line.name, action, *sorted(slots)),
    )


def _unset_loop(line: Line, action: str, loops: set[str]) -> Problem:
    names = ", ".join("null" if name == SHOULD_NOT_BE_SET else name for name in sorted(loops))
    return Problem(
        f"In the rule '{line.name}' '{action}' does not say which loop is active after it, as other rules do.",
        line.place,
        expected=f"active_loop: {names} after '{action}'",
        advice="Add it, or put 'wait_for_user_input: false' if this is the rule's last action.",
        kind="incomplete rule",
        names=(line.name, action),
    )
