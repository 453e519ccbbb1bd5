"""Where the classifier hesitates: a GPT picks among the designer's own intents, or says that none fits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from causerie.domain.names import INTENT_NLU_FALLBACK

Json = dict[str, Any]


def candidates(parsed: Mapping[str, Any], count: int) -> list[str]:
    """The likeliest intents of a message that fell back; none for one that was understood."""
    if (parsed.get("intent") or {}).get("name") != INTENT_NLU_FALLBACK:
        return []
    ranked = [entry.get("name") for entry in parsed.get("intent_ranking") or ()]
    return [name for name in ranked if name and name != INTENT_NLU_FALLBACK][:count]


def chosen(value: Any, names: Sequence[str]) -> str | None:
    """Whatever else came counts as none."""
    name = value.get("intent") if isinstance(value, dict) else None
    return name if name in names else None


def as_open_question(parsed: Mapping[str, Any], name: str, confidence: float) -> Json:
    """The ranking begins with it, so that it can be seen why."""
    intent = {"name": name, "confidence": confidence}
    return {**parsed, "intent": intent, "intent_ranking": [intent, *(parsed.get("intent_ranking") or [])]}


def with_intent(parsed: Mapping[str, Any], name: str) -> Json:
    """As if it had been understood, as sure as the fallback's threshold was; the ranking stays to be seen."""
    intent = {"name": name, "confidence": (parsed.get("intent") or {}).get("confidence", 0.0)}
    return {**parsed, "intent": intent, "intent_chosen_by": "gpt"}
