"""Rules: short stretches of conversation that always go the same way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from causerie.dialogue.events import LoopInterrupted
from causerie.dialogue.tracker import Tracker
from causerie.domain import Domain
from causerie.domain.names import ACTION_DEFAULT_FALLBACK, ACTION_LISTEN
from causerie.errors import Problem, ProjectError
from causerie.policies.rule_checks import check_rules, incomplete_rules, too_long_rules
from causerie.policies.rule_index import RuleEntry, RuleIndex
from causerie.policies.rule_lookup import (
    KEEP_OUT,
    LOOP_WAS_INTERRUPTED,
    Lookups,
    build_lookups,
)
from causerie.policies.rule_sources import (
    DEFAULT_ACTION_OF_INTENT,
    DEFAULT_SOURCE,
    LISTEN_SOURCE,
    LOOP_SOURCE,
)
from causerie.policies.states import loop_name, rule_states, use_text_or_intent
from causerie.policies.voting import configured, sure_of
from causerie.ports import Json, PolicyContext, Prediction
from causerie.training_data.unfolding import unfold


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the rules say: an action (or none) and the rule (or built-in reason) that says so."""

    action: str | None
    source: str = ""
    no_user: bool = False
    by_text: bool = False
    returns_to_loop: bool = False


class RulePolicy:
    """Serves rules, the happy path of loops, the default intents, and the core fallback."""

    defaults: ClassVar[Json] = {
        "priority": 4,
        "core_fallback_threshold": 0.3,
        "core_fallback_action_name": ACTION_DEFAULT_FALLBACK,
        "enable_fallback_prediction": True,
        "restrict_rules": True,
        "check_for_contradictions": True,
        "use_nlu_confidence_as_score": False,
    }
    ignored: ClassVar[Json] = {"max_history": None}

    def __init__(self, config: Json) -> None:
        self.config = configured(self.defaults, config)
        self.priority = int(self.config["priority"])
        self.rules = RuleIndex({})
        self.unhappy = RuleIndex({})
        self.hidden_sources: frozenset[str] = frozenset()
        self.rule_only: Json = {"slots": [], "loops": []}

    # -- training

    def train(self, context: PolicyContext) -> None:
        """Learn the rules; raises ProjectError with all contradictions and gaps it finds."""
        domain = context.domain
        self._check_fallback_action(domain)
        shared = context.shared
        rules = shared.get("rule_lines") or unfold(context.rules, domain)
        stories = shared.get("story_lines") or unfold(context.stories, domain)
        problems: list[Problem] = []
        if self.config["restrict_rules"]:
            problems += too_long_rules(rules)
        if self.config["check_for_contradictions"]:
            problems += incomplete_rules(rules, domain)
        if problems:
            raise ProjectError(problems)
        self._use(build_lookups(rules, stories, domain))
        if self.config["check_for_contradictions"]:
            hidden, problems = check_rules(self, rules, stories, domain)
            if problems:
                raise ProjectError(problems)
            self.hidden_sources = hidden
        else:
            self.rule_only = {"slots": [], "loops": []}

    def _use(self, lookups: Lookups) -> None:
        self.rules = RuleIndex(lookups.rules)
        self.unhappy = RuleIndex(lookups.unhappy)
        self.rule_only = {"slots": sorted(lookups.rule_only.slots), "loops": sorted(lookups.rule_only.loops)}

    def _check_fallback_action(self, domain: Domain) -> None:
        name = self.config["core_fallback_action_name"]
        if name and name not in domain.action_set:
            raise ProjectError(
                Problem(
                    f"The fallback action '{name}' of the RulePolicy is not in the domain.",
                    advice=f"Add '{name}' to 'actions' in the domain, or change 'core_fallback_action_name'.",
                    kind="fallback action",
                    names=(name,),
                )
            )

    # -- prediction

    def predict(self, tracker: Tracker, domain: Domain) -> Prediction:
        verdict = self.judge(tracker, domain)
        scores = self.fallback_scores()
        if verdict.action:
            by_confidence = self.config["use_nlu_confidence_as_score"]
            scores = {**scores, **sure_of(verdict.action, tracker, by_confidence)}
        return Prediction(
            scores,
            "RulePolicy",
            self.priority,
            events=(LoopInterrupted(is_interrupted=True),) if verdict.returns_to_loop else (),
            is_no_user=verdict.no_user,
            is_end_to_end=verdict.by_text,
            hide_rule_turn=verdict.source in self.hidden_sources,
        )

    def fallback_scores(self) -> dict[str, float]:
        if not self.config["enable_fallback_prediction"]:
            return {}
        return {self.config["core_fallback_action_name"]: float(self.config["core_fallback_threshold"])}

    def judge(self, tracker: Tracker, domain: Domain) -> Verdict:
        """Text rules, default intents, the loop's happy path, then rules by intent."""
        by_text = self._from_rules(tracker, domain, by_text=True)
        if not by_text.action:
            default = self._from_default_intents(tracker)
            if default.action:
                return default
        loop = self._from_loop(tracker)
        if loop.action:
            return loop
        if by_text.action:
            return by_text
        by_intent = self._from_rules(tracker, domain, by_text=False)
        return Verdict(
            by_intent.action,
            by_intent.source,
            returns_to_loop=by_text.returns_to_loop or by_intent.returns_to_loop,
        )

    def _from_default_intents(self, tracker: Tracker) -> Verdict:
        state = tracker.state
        if state.action_name != ACTION_LISTEN or state.latest_message is None:
            return Verdict(None)
        intent = state.latest_message.intent_name
        action = DEFAULT_ACTION_OF_INTENT.get(intent or "")
        return Verdict(action, f"{DEFAULT_SOURCE}{intent}") if action else Verdict(None)

    def _from_loop(self, tracker: Tracker) -> Verdict:
        """An active loop runs after each message, and listens after each run."""
        state = tracker.state
        loop = state.loop_name
        if loop is None or (state.active_loop and state.active_loop.rejected):
            return Verdict(None)
        if state.action_name == loop:
            return Verdict(ACTION_LISTEN, f"{LOOP_SOURCE}{loop}{LISTEN_SOURCE}", no_user=True)
        if state.latest_action is not None:
            return Verdict(loop, f"{LOOP_SOURCE}{loop}", no_user=True)
        return Verdict(None)

    def _from_rules(self, tracker: Tracker, domain: Domain, by_text: bool) -> Verdict:
        if by_text and tracker.state.action_name != ACTION_LISTEN:
            return Verdict(None)
        states = rule_states(tracker, domain, max(self.rules.longest, self.unhappy.longest, 2))
        use_text_or_intent(states, by_text)
        best = self.rules.best(states)
        action = best.action if best else None
        source = best.key if best else ""
        returns = False
        loop = tracker.state.loop_name
        if loop:
            marks = {entry.action for entry in self.unhappy.fitting(states)}
            if best and action == ACTION_LISTEN and not loop_name(best.states[-1]):
                if KEEP_OUT not in marks:
                    return Verdict(loop, source, by_text=by_text)
                action = None
            returns = LOOP_WAS_INTERRUPTED in marks
        return Verdict(action, source, by_text=by_text and action is not None, returns_to_loop=returns)

    def forget(self, entry: RuleEntry) -> None:
        """Drop a general rule that a story and a more special rule overrule."""
        self.rules.remove(entry.key)

    # -- the model

    def state(self) -> Json:
        return {
            "rules": self.rules.table(),
            "unhappy": self.unhappy.table(),
            "hidden_sources": sorted(self.hidden_sources),
            "rule_only": self.rule_only,
        }

    def load(self, state: Json, domain: Domain) -> None:
        self.rules = RuleIndex(state["rules"])
        self.unhappy = RuleIndex(state["unhappy"])
        self.hidden_sources = frozenset(state["hidden_sources"])
        self.rule_only = state["rule_only"]
