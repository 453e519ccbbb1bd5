"""A message that no story would expect here: then ``action_unlikely_intent`` is voted for.

Serves ``UnexpecTEDIntentPolicy``. What it takes as unlikely: the intent's score in this place is
below the intent's threshold and another intent scores higher. The threshold is the lowest score
the intent has where stories have it, or, if that is less, a quantile of its scores elsewhere, which
``tolerance`` chooses: 0 their highest, 1 their lowest. A score above -0.9 is never unlikely:
the model learns -1 for intents that stories do not have in a place, so something speaks for it.
"""

from __future__ import annotations

from typing import ClassVar

from causerie.dialogue.events import ActionExecuted, UserUttered
from causerie.dialogue.tracker import Tracker
from causerie.domain import Domain
from causerie.domain.names import ACTION_UNLIKELY_INTENT
from causerie.policies.learning.examples import learnt_stories
from causerie.policies.learning.features import features
from causerie.policies.learning.intents import intent_examples
from causerie.policies.learning.interruptions import LearntStory
from causerie.policies.learning.model import LinearModel
from causerie.policies.learning.neural_keys import NEURAL_KEYS
from causerie.policies.learning.side_exchanges import find_exchanges
from causerie.policies.learning.views import TEXT, view_before_message
from causerie.policies.states import RuleOnly
from causerie.policies.voting import configured, max_history
from causerie.ports import Json, PolicyContext, Prediction
from causerie.training_data.unfolding import unfold

COST = 0.1
SURELY_NOT = -0.8
ROUNDING = 1e-3


class UnlikelyIntentPolicy:
    """Votes only right after a message, never for an intent that no story has."""

    defaults: ClassVar[Json] = {
        "priority": 2,
        "max_history": None,
        "tolerance": 0.0,
        "ignore_intents_list": [],
        "ranking_length": 10,
    }
    ignored: ClassVar[Json] = {**NEURAL_KEYS, "e2e_confidence_threshold": 0.5}

    def __init__(self, config: Json) -> None:
        self.config = configured(self.defaults, config)
        self.priority = int(self.config["priority"])
        self.max_history = max_history(config)
        self.ignored_intents = frozenset(self.config["ignore_intents_list"] or ())
        self.model = LinearModel()
        self.thresholds: dict[str, float] = {}
        self.exchanges: dict[str, str] = {}
        self.rule_only = RuleOnly()

    def train(self, context: PolicyContext) -> None:
        domain = context.domain
        self.rule_only = context.shared.get("rule_only", RuleOnly())
        lines = context.shared.get("story_lines") or unfold(context.stories, domain)
        stories = [story for story in learnt_stories(lines, domain) if _is_without_texts(story, domain)]
        self.exchanges = find_exchanges((story.symbols for story in stories), domain.forms)
        examples = intent_examples(stories, self.exchanges, self.max_history)
        self.model.train(examples, COST, context.seed)
        found = self.model.thresholds(examples, float(self.config["tolerance"]))
        self.thresholds = {intent: min(score, SURELY_NOT) for intent, score in found.items()}

    def predict(self, tracker: Tracker, domain: Domain) -> Prediction:
        name = type(self).__name__
        intent = _intent_just_said(tracker)
        if intent not in self.thresholds or intent in self.ignored_intents or intent not in domain.intents:
            return Prediction({}, name, self.priority)
        view = view_before_message(tracker, domain, self.rule_only)
        margins = self.model.margins(features(view, self.exchanges, self.max_history)).tolist()
        ranked = sorted(zip(margins, self.model.labels, strict=True), reverse=True)
        score = margins[self.model.labels.index(intent)]
        unlikely = score < self.thresholds[intent] - ROUNDING and score < ranked[0][0]
        return Prediction(
            {ACTION_UNLIKELY_INTENT: 1.0} if unlikely else {},
            name,
            self.priority,
            diagnostics={
                "query_intent": self._described(intent, score),
                "ranking": [self._described(label, margin) for margin, label in self._shown(ranked)],
            },
        )

    def _shown(self, ranked: list[tuple[float, str]]) -> list[tuple[float, str]]:
        length = int(self.config["ranking_length"] or 0)
        return ranked[:length] if length > 0 else ranked

    def _described(self, intent: str, score: float) -> Json:
        threshold = self.thresholds[intent]
        return {"name": intent, "score": score, "threshold": threshold, "severity": threshold - score}

    def state(self) -> Json:
        return {
            "model": self.model.state(),
            "thresholds": self.thresholds,
            "exchanges": self.exchanges,
            "rule_only": {
                "slots": sorted(self.rule_only.slots),
                "loops": sorted(self.rule_only.loops),
            },
        }

    def load(self, state: Json, domain: Domain) -> None:
        self.model.load(state["model"])
        self.thresholds = dict(state["thresholds"])
        self.exchanges = dict(state["exchanges"])
        hidden = state["rule_only"]
        self.rule_only = RuleOnly(frozenset(hidden["slots"]), frozenset(hidden["loops"]))


def _is_without_texts(story: LearntStory, domain: Domain) -> bool:
    return not any(
        symbol.startswith(TEXT) or (action is not None and action in domain.e2e_actions)
        for symbol, action in zip(story.symbols, story.actions, strict=True)
    )


def _intent_just_said(tracker: Tracker) -> str | None:
    """The latest message's intent, if nothing was done since."""
    for event in tracker.applied_backwards():
        if isinstance(event, ActionExecuted):
            return None
        if isinstance(event, UserUttered):
            return event.intent_name
    return None
