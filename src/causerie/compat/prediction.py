"""A vote of a policy written for Rasa, for ``rasa.core.policies.policy``."""

from __future__ import annotations

from typing import Any

from causerie.compat.events.base import Event
from causerie.compat.rasa.shared.core.domain import Domain

Json = dict[str, Any]


class PolicyPrediction:
    """A probability per action of the domain, and what comes along with it."""

    def __init__(
        self,
        probabilities: list[float],
        policy_name: str | None,
        policy_priority: int = 1,
        events: list[Event] | None = None,
        optional_events: list[Event] | None = None,
        is_end_to_end_prediction: bool = False,
        is_no_user_prediction: bool = False,
        diagnostic_data: Json | None = None,
        hide_rule_turn: bool = False,
        action_metadata: Json | None = None,
    ) -> None:
        self.probabilities = probabilities
        self.policy_name = policy_name
        self.policy_priority = policy_priority
        self.events = events or []
        self.optional_events = optional_events or []
        self.is_end_to_end_prediction = is_end_to_end_prediction
        self.is_no_user_prediction = is_no_user_prediction
        self.diagnostic_data = diagnostic_data or {}
        self.hide_rule_turn = hide_rule_turn
        self.action_metadata = action_metadata

    @staticmethod
    def for_action_name(
        domain: Domain,
        action_name: str,
        policy_name: str | None = None,
        confidence: float = 1.0,
        action_metadata: Json | None = None,
    ) -> PolicyPrediction:
        scores = confidence_scores_for(action_name, confidence, domain)
        return PolicyPrediction(scores, policy_name, action_metadata=action_metadata)

    @property
    def max_confidence_index(self) -> int:
        return self.probabilities.index(self.max_confidence)

    @property
    def max_confidence(self) -> float:
        return max(self.probabilities, default=0.0)


def confidence_scores_for(action_name: str, value: float, domain: Domain) -> list[float]:
    """Zeros, and ``value`` for one action."""
    scores = [0.0] * domain.num_actions
    scores[domain.index_for_action(action_name)] = value
    return scores
