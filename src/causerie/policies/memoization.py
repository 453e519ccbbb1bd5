"""Stories by heart: what came next, if a story had exactly this."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b
from typing import ClassVar

from causerie.dialogue.events import ActionExecuted, Event
from causerie.dialogue.tracker import Tracker
from causerie.domain import Domain
from causerie.domain.names import ACTION_LISTEN
from causerie.policies.states import (
    PolicyState,
    RuleOnly,
    as_key,
    story_states,
    training_examples,
    use_text_or_intent,
    without_unlikely_intent,
)
from causerie.policies.voting import configured, max_history, sure_of
from causerie.ports import Json, PolicyContext, Prediction
from causerie.training_data.unfolding import unfold


class MemoizationPolicy:
    """Remembers every state of every story, up to ``max_history`` back (None: from the beginning)."""

    defaults: ClassVar[Json] = {
        "priority": 3,
        "max_history": None,
        "use_nlu_confidence_as_score": False,
    }
    ignored: ClassVar[Json] = {"enable_feature_string_compression": True}

    def __init__(self, config: Json) -> None:
        self.config = configured(self.defaults, config)
        self.priority = int(self.config["priority"])
        self.max_history = max_history(config)
        self.lookup: dict[str, str] = {}
        self.longest = 0
        self.rule_only = RuleOnly()

    def train(self, context: PolicyContext) -> None:
        self.rule_only = context.shared.get("rule_only", RuleOnly())
        ambiguous: set[str] = set()
        for line in context.shared.get("story_lines") or unfold(context.stories, context.domain):
            for states, action in training_examples(line.tracker(context.domain), context.domain):
                key = _key(self._recent(without_unlikely_intent(states)))
                self.longest = max(self.longest, len(states))
                if self.lookup.setdefault(key, action) != action:
                    ambiguous.add(key)
        known = context.domain.action_set
        self.lookup = {
            key: action for key, action in self.lookup.items() if key not in ambiguous and action in known
        }

    def predict(self, tracker: Tracker, domain: Domain) -> Prediction:
        action = self.recall(tracker, domain)
        scores = sure_of(action, tracker, self.config["use_nlu_confidence_as_score"]) if action else {}
        return Prediction(scores, type(self).__name__, self.priority)

    def recall(self, tracker: Tracker, domain: Domain) -> str | None:
        """The action that a story has after exactly these states."""
        return self.lookup.get(_key(self._states(tracker, domain)))

    def state(self) -> Json:
        return {
            "lookup": self.lookup,
            "longest": self.longest,
            "rule_only": {
                "slots": sorted(self.rule_only.slots),
                "loops": sorted(self.rule_only.loops),
            },
        }

    def load(self, state: Json, domain: Domain) -> None:
        self.lookup = state["lookup"]
        self.longest = state["longest"]
        hidden = state["rule_only"]
        self.rule_only = RuleOnly(frozenset(hidden["slots"]), frozenset(hidden["loops"]))

    def _states(self, tracker: Tracker, domain: Domain) -> list[PolicyState]:
        limit = self.max_history or self.longest + 1
        states = without_unlikely_intent(story_states(tracker, domain, limit, self.rule_only))
        use_text_or_intent(states, by_text=False)
        return states

    def _recent(self, states: list[PolicyState]) -> list[PolicyState]:
        return states[-self.max_history :] if self.max_history else states


class AugmentedMemoizationPolicy(MemoizationPolicy):
    """Forgets the oldest part of the conversation, step by step, until a story fits."""

    def recall(self, tracker: Tracker, domain: Domain) -> str | None:
        states = self._states(tracker, domain)
        action = self.lookup.get(_key(states))
        return action or self._recall_without_beginning(tracker, domain, states)

    def _recall_without_beginning(
        self, tracker: Tracker, domain: Domain, before: list[PolicyState]
    ) -> str | None:
        events = self._latest_events(tracker)
        for start in _starts(events):
            shorter = Tracker(tracker.sender_id, tracker.slots, events[start:])
            states = self._states(shorter, domain)
            if states != before:
                action = self.lookup.get(_key(states))
                if action is not None:
                    return action
                before = states
        return None

    def _latest_events(self, tracker: Tracker) -> list[Event]:
        """Events of the last ``max_history`` actions, and back to the listen before them."""
        history = self.max_history or self.longest
        actions = 0
        taken: list[Event] = []
        for event in tracker.applied_backwards():
            taken.append(event)
            if isinstance(event, ActionExecuted):
                actions += 1
                if actions > history and event.name == ACTION_LISTEN:
                    break
        return taken[::-1]


def _starts(events: Iterable[Event]) -> list[int]:
    """Where a shortened conversation may begin: at an action."""
    return [index for index, event in enumerate(events) if isinstance(event, ActionExecuted)]


def _key(states: list[PolicyState]) -> str:
    return blake2b(as_key(states).encode(), digest_size=12).hexdigest()
