"""Names of policies in ``config.yml`` → classes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from causerie.ports import Policy
from causerie.registry import Registry, did_you_mean

COMMON = ("name", "featurizer")

POLICIES = Registry(
    "policy",
    {
        "MemoizationPolicy": "causerie.policies.memoization.MemoizationPolicy",
        "AugmentedMemoizationPolicy": "causerie.policies.memoization.AugmentedMemoizationPolicy",
        "RulePolicy": "causerie.policies.rule.RulePolicy",
        "TEDPolicy": "causerie.policies.learned.LearnedPolicy",
        "LearnedPolicy": "causerie.policies.learned.LearnedPolicy",
        "UnexpecTEDIntentPolicy": "causerie.policies.unlikely_intent.UnlikelyIntentPolicy",
    },
)


def make_policies(entries: list[tuple[str, Mapping[str, Any]]]) -> dict[str, Policy]:
    """The policies of a configuration, each under Rasa's name for it: ``policy_<index>_<name>``."""
    out: dict[str, Policy] = {}
    for index, (name, options) in enumerate(entries):
        policy = cast(Policy, POLICIES.find(name)(dict(options)))
        out[f"policy_{index}_{POLICIES.short(name).rpartition('.')[2]}"] = policy
    return out


def keys_without_effect(entries: list[tuple[str, Mapping[str, Any]]]) -> list[str]:
    """One line per policy that has keys of Rasa which mean nothing here, and per key nobody knows."""
    lines = []
    for name, options in entries:
        policy, short = POLICIES.find(name), POLICIES.short(name)
        ignored: Mapping[str, Any] = getattr(policy, "ignored", {})
        idle = sorted(set(options) & set(ignored))
        if idle:
            lines.append(f"{short}: {', '.join(idle)} have no effect here.")
        defaults: Mapping[str, Any] | None = getattr(policy, "defaults", None)
        if defaults is not None:
            known = [*defaults, *ignored]
            unknown = [key for key in options if key not in (*known, *COMMON)]
            lines += [_unknown(short, key, known) for key in unknown]
    return lines


def _unknown(policy: str, key: str, known: list[str]) -> str:
    return f"{policy}: the key '{key}' is unknown and ignored. {did_you_mean(key, known)}".rstrip()
