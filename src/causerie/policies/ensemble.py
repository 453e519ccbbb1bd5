"""Of all votes, one is followed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from causerie.dialogue.events import (
    ActionExecuted,
    ActionExecutionRejected,
    Event,
    UserFeaturization,
)
from causerie.dialogue.tracker import Tracker
from causerie.domain import Domain
from causerie.domain.names import ACTION_LISTEN
from causerie.errors import ComponentError
from causerie.ports import Policy, Prediction


class Ensemble:
    """The policies of a project, in the order of ``config.yml``."""

    def __init__(self, policies: Mapping[str, Policy]) -> None:
        self.policies = dict(policies)

    def predict(self, tracker: Tracker, domain: Domain) -> Prediction:
        """The vote that is followed, under its policy's name in the configuration."""
        if not self.policies:
            raise ComponentError(
                "The model has no policies, so no action can be chosen. Add some to config.yml."
            )
        votes = [
            replace(policy.predict(tracker, domain), policy=title(name))
            for name, policy in self.policies.items()
        ]
        return combine(votes, tracker)


def title(name: str) -> str:
    """``RulePolicy`` of ``policy_1_RulePolicy``."""
    return name.split("_", 2)[-1]


def combine(votes: Sequence[Prediction], tracker: Tracker) -> Prediction:
    """Choose: no-user votes first, then end-to-end ones, then confidence, priority and order."""
    rejected = _rejected_action(tracker)
    if rejected:
        votes = [_without(vote, rejected) for vote in votes]
    no_user = any(vote.is_no_user for vote in votes)
    end_to_end = any(vote.is_end_to_end for vote in votes)
    eligible = [
        vote for vote in votes if vote.is_no_user == no_user and (no_user or vote.is_end_to_end == end_to_end)
    ]
    best = max(eligible, key=lambda vote: (vote.confidence, vote.priority))
    events: list[Event] = [event for vote in votes for event in vote.events]
    events += best.optional_events
    if tracker.state.action_name == ACTION_LISTEN:
        events.append(UserFeaturization(use_text_for_featurization=best.is_end_to_end))
    return replace(best, events=tuple(events), optional_events=())


def _rejected_action(tracker: Tracker) -> str | None:
    """The action that just declined to run; it must not be chosen again right away."""
    last = tracker.latest(ActionExecuted, ActionExecutionRejected)
    return last.name if isinstance(last, ActionExecutionRejected) else None


def _without(vote: Prediction, action: str) -> Prediction:
    return replace(vote, scores={**vote.scores, action: 0.0}) if action in vote.scores else vote
