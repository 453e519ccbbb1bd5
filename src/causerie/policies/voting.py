"""Small things every policy needs to vote."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from causerie.dialogue.tracker import Tracker


def configured(defaults: Mapping[str, Any], config: Mapping[str, Any]) -> dict[str, Any]:
    """``config`` over ``defaults``; other keys mean nothing here, as training says once."""
    return {**defaults, **{key: value for key, value in config.items() if key in defaults}}


def max_history(config: Mapping[str, Any]) -> int | None:
    """``max_history`` of the policy, or of its featurizer as older projects write it."""
    for featurizer in config.get("featurizer") or []:
        if isinstance(featurizer, dict) and featurizer.get("max_history") is not None:
            return int(featurizer["max_history"])
    value = config.get("max_history")
    return None if value is None else int(value)


def sure_of(action: str, tracker: Tracker, by_nlu_confidence: bool) -> dict[str, float]:
    """A vote for one action: 1.0, or the confidence of the message's intent."""
    message = tracker.state.latest_message
    if by_nlu_confidence and message is not None:
        return {action: float(message.intent.get("confidence", 1.0))}
    return {action: 1.0}
