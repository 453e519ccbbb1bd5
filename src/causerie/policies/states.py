"""What policies see of a moment: the message, the last action, the loop, the slots that count.

A policy state is a plain dict in Rasa's form, ``{"user": {...}, "prev_action": {...}, "slots":
{...}, "active_loop": {...}}``; what is empty is left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from causerie.dialogue.events import ActionExecuted, UserUttered
from causerie.dialogue.state import LastAction, State
from causerie.dialogue.tracker import Tracker, VisibleMoment
from causerie.domain import Domain
from causerie.domain.names import ACTION_LISTEN, ACTION_UNLIKELY_INTENT, SHOULD_NOT_BE_SET
from causerie.domain.slots import state_features

PolicyState = dict[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class RuleOnly:
    """Slots and loops that only rules speak of: stories' policies do not see them."""

    slots: frozenset[str] = frozenset()
    loops: frozenset[str] = frozenset()


def policy_state(state: State, domain: Domain, omit_unset: bool = False) -> PolicyState:
    """The policy state of one moment; ``omit_unset`` leaves out slots still at their initial value."""
    out: PolicyState = {}
    user = _user(state.latest_message, domain)
    if user:
        out["user"] = user
    slots = _slots(state, domain, omit_unset)
    if slots:
        out["slots"] = slots
    action = state.latest_action
    if action and (action.name or action.text):
        out["prev_action"] = _named(action)
    if state.active_loop:
        out["active_loop"] = {"name": state.active_loop.name}
    return out


def _user(message: UserUttered | None, domain: Domain) -> dict[str, Any]:
    if message is None:
        return {}
    out: dict[str, Any] = {}
    by_text = message.use_text_for_featurization
    if message.text and by_text in (True, None):
        out["text"] = message.text
    if message.intent_name and not by_text:
        out["intent"] = message.intent_name
    if message.entities and not by_text:
        entities = entities_of(message, domain)
        if entities:
            out["entities"] = entities
    return out


def entities_of(message: UserUttered, domain: Domain) -> tuple[str, ...]:
    """Labels of the entities that count with this intent, sorted."""
    labels = set(entity_labels(message.entities))
    used = domain.used_entities(message.intent_name)
    return tuple(sorted(labels if used is None else labels & used))


def entity_labels(entities: Iterable[Mapping[str, Any]]) -> Iterable[str]:
    """``city``, ``city#from`` (role), ``city#1`` (group)."""
    for entity in entities:
        name = str(entity.get("entity"))
        yield name
        for part in ("role", "group"):
            if part in entity:
                yield f"{name}#{entity[part]}"


def _slots(state: State, domain: Domain, omit_unset: bool) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for name in influencing_slots(domain):
        value = state.slots.get(name)
        if value is None or (omit_unset and name not in state.set_slots):
            continue
        features = state_features(domain.slots[name], value)
        if features is not None:
            out[name] = features
    return out


def influencing_slots(domain: Domain) -> tuple[str, ...]:
    """Names of the slots that count for the next action."""
    cached: tuple[str, ...] | None = domain.__dict__.get("_influencing")
    if cached is None:
        cached = tuple(slot.name for slot in domain.slots.values() if slot.influence_conversation)
        domain.__dict__["_influencing"] = cached
    return cached


def rule_states(tracker: Tracker, domain: Domain, limit: int | None = None) -> list[PolicyState]:
    """The latest ``limit`` states as rules see them: nothing hidden."""
    return [policy_state(moment.state, domain) for moment in tracker.moments(limit)]


def story_states(
    tracker: Tracker, domain: Domain, limit: int | None, rule_only: RuleOnly
) -> list[PolicyState]:
    """The latest ``limit`` states as story policies see them: turns that only rules speak of hidden."""
    states: list[PolicyState] = []
    for moment, ml_action in visible_moments(tracker, limit):
        state = policy_state(moment.state, domain)
        hide_rule_only(state, rule_only)
        if states:
            keep_user_of_previous(state, states[-1])
        if ml_action:
            state["prev_action"] = ml_action
        states.append(state)
    return states if limit is None else states[-limit:]


def visible_moments(tracker: Tracker, limit: int | None) -> list[tuple[VisibleMoment, dict[str, Any] | None]]:
    """Moments whose turn is not hidden, with the last action a story policy would know of.

    Oldest first; the latest ``limit``, and back to a listen: from there on the user is known.
    """
    taken: list[tuple[VisibleMoment, dict[str, Any] | None]] = []
    for moment in tracker.visible_moments_backwards():
        action = moment.latest_action
        taken.append((moment, _named(action) if action else None))
        if limit is not None and len(taken) >= limit and action and action.name == ACTION_LISTEN:
            break
    return taken[::-1]


def _named(action: LastAction) -> dict[str, Any]:
    return {"action_name": action.name} if action.name else {"action_text": action.text}


def hide_rule_only(state: PolicyState, rule_only: RuleOnly) -> None:
    slots = state.get("slots")
    if slots and rule_only.slots:
        for name in rule_only.slots & slots.keys():
            del slots[name]
        if not slots:
            del state["slots"]
    if rule_only.loops and state.get("active_loop", {}).get("name") in rule_only.loops:
        del state["active_loop"]


def keep_user_of_previous(state: PolicyState, previous: PolicyState) -> None:
    """Between two listens the user said one thing; a hidden turn must not change what."""
    if state.get("prev_action", {}).get("action_name") == ACTION_LISTEN:
        return
    user = previous.get("user")
    if user:
        state["user"] = user
    else:
        state.pop("user", None)


def use_text_or_intent(states: Sequence[PolicyState], by_text: bool) -> None:
    """Choose how the latest message is seen; messages before it are seen by intent if they have one."""
    if states and is_after_listen(states[-1]) and "user" in states[-1]:
        user = dict(states[-1]["user"])
        if by_text:
            user.pop("intent", None)
            user.pop("entities", None)
        else:
            user.pop("text", None)
        states[-1]["user"] = user
    for state in states:
        user = state.get("user", {})
        if user.get("intent") and "text" in user:
            state["user"] = {key: value for key, value in user.items() if key != "text"}
    for state in states:
        if "user" in state and not state["user"]:
            del state["user"]


def is_after_listen(state: PolicyState) -> bool:
    return state.get("prev_action", {}).get("action_name") == ACTION_LISTEN


def without_unlikely_intent(states: Sequence[PolicyState]) -> list[PolicyState]:
    """Without the states right after ``action_unlikely_intent``, which says nothing to a policy."""
    return [
        state for state in states if state.get("prev_action", {}).get("action_name") != ACTION_UNLIKELY_INTENT
    ]


def loop_name(state: PolicyState) -> str | None:
    """The active loop of a state; None also where a rule says that none may be active."""
    name = state.get("active_loop", {}).get("name")
    return None if name == SHOULD_NOT_BE_SET else name


def as_key(states: Sequence[PolicyState]) -> str:
    """The states as canonical JSON."""
    return json.dumps(states, sort_keys=True)


def training_examples(
    tracker: Tracker, domain: Domain, omit_unset: bool = False
) -> list[tuple[list[PolicyState], str]]:
    """Each action of a training conversation with all states up to it."""
    moments = tracker.moments()
    states = [policy_state(moment.state, domain, omit_unset) for moment in moments]
    use_intents(states)
    out: list[tuple[list[PolicyState], str]] = []
    for index, moment in enumerate(moments):
        action = moment.action
        if action is not None and not action.unpredictable:
            out.append((states[: index + 1], str(label(action))))
    return out


def label(action: ActionExecuted) -> str | None:
    return action.name or action.action_text


def use_intents(states: Sequence[PolicyState]) -> None:
    """In training data a message with an intent is seen by its intent only."""
    for state in states:
        user = state.get("user", {})
        if user.get("intent") and "text" in user:
            state["user"] = {key: value for key, value in user.items() if key != "text"}
