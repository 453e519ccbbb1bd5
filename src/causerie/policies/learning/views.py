"""A conversation as the learned policies see it: a row of symbols and the state of the present moment.

A symbol is the message (``>intent``, or ``>"text``) where the bot has just listened, and the
action's name elsewhere; the beginning is ``^``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from causerie.dialogue.events import UserUttered
from causerie.dialogue.tracker import Tracker, VisibleMoment
from causerie.domain import Domain
from causerie.domain.names import ACTION_LISTEN, ACTION_UNLIKELY_INTENT
from causerie.policies.states import (
    PolicyState,
    RuleOnly,
    entities_of,
    hide_rule_only,
    policy_state,
    visible_moments,
)

BEGINNING = "^"
INTENT = ">"
TEXT = '>"'
LOOK_BACK = 30

_Seen = tuple[VisibleMoment, dict[str, Any] | None]


@dataclass(frozen=True, slots=True)
class View:
    """``symbols``: oldest first, the present one last. ``state``: what holds, with this turn's message.

    ``told``: entities of the messages so far, this one included, sorted.
    """

    symbols: tuple[str, ...]
    state: PolicyState
    told: tuple[str, ...] = ()


def story_symbols(states: Sequence[PolicyState]) -> list[str]:
    """One symbol per state of a story."""
    return [_symbol(state.get("prev_action"), state.get("user", {})) for state in states]


def story_view(symbols: Sequence[str], states: Sequence[PolicyState], index: int) -> View:
    """What is seen at one place of a story."""
    seen = slice(max(0, index + 1 - LOOK_BACK), index + 1)
    told = {name for state in states[seen] for name in state.get("user", {}).get("entities", ())}
    return View(tuple(symbols[seen]), states[index], tuple(sorted(told)))


def present_view(tracker: Tracker, domain: Domain, rule_only: RuleOnly, by_text: bool = False) -> View:
    """What is seen now, the latest message by its text or by its intent, earlier ones as they were taken."""
    return _view(_seen(tracker), domain, rule_only, by_text)


def view_before_message(tracker: Tracker, domain: Domain, rule_only: RuleOnly) -> View:
    """What was seen before the bot listened for the message that just came."""
    return _view(_seen(tracker)[:-1], domain, rule_only, None)


def is_after_listen(view: View) -> bool:
    return view.symbols[-1].startswith(INTENT) or view.symbols[-1] == ACTION_LISTEN


def _seen(tracker: Tracker) -> list[_Seen]:
    return [
        seen
        for seen in visible_moments(tracker, LOOK_BACK)
        if seen[0].state.action_name != ACTION_UNLIKELY_INTENT
    ][-LOOK_BACK:]


def _view(moments: Sequence[_Seen], domain: Domain, rule_only: RuleOnly, by_text: bool | None) -> View:
    if not moments:
        return View((BEGINNING,), {})
    symbols: list[str] = []
    user: dict[str, Any] = {}
    told: set[str] = set()
    last = len(moments) - 1
    for index, (moment, action) in enumerate(moments):
        if _is_listen(action):
            message = moment.state.latest_message
            user = _taken(message, by_text if index == last else None)
            if message is not None and message.entities and "intent" in user:
                told.update(entities_of(message, domain))
        symbols.append(_symbol(action, user))
    state = _present_state(moments[-1], domain, rule_only, user)
    return View(tuple(symbols), state, tuple(sorted(told)))


def _present_state(
    present: _Seen,
    domain: Domain,
    rule_only: RuleOnly,
    user: dict[str, Any],
) -> PolicyState:
    moment, action = present
    state = policy_state(moment.state, domain)
    hide_rule_only(state, rule_only)
    said = state.pop("user", {})
    if user:
        entities = said.get("entities") if said.get("intent") == user.get("intent") else None
        state["user"] = {**user, "entities": entities} if entities else user
    if action:
        state["prev_action"] = action
    return state


def _taken(message: UserUttered | None, by_text: bool | None) -> dict[str, Any]:
    """A message by its text or by its intent; ``by_text`` None: as it was taken at its time."""
    if message is None:
        return {}
    if by_text is None:
        by_text = bool(message.use_text_for_featurization) or not message.intent_name
    if by_text:
        return {"text": message.text} if message.text else {}
    return {"intent": message.intent_name} if message.intent_name else {}


def _is_listen(action: dict[str, Any] | None) -> bool:
    return action is not None and action.get("action_name") == ACTION_LISTEN


def _symbol(action: dict[str, Any] | None, user: dict[str, Any]) -> str:
    if not action:
        return BEGINNING
    if _is_listen(action):
        if "intent" in user:
            return f"{INTENT}{user['intent']}"
        return f"{TEXT}{user['text']}" if "text" in user else ACTION_LISTEN
    return str(action.get("action_name") or action.get("action_text"))
