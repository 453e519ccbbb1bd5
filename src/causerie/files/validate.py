"""What ``data validate`` and ``train`` check across files: do the names of one fit those of another?

Conflicts between stories, and rules that contradict each other, are the policies' business.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from causerie.errors import Place, Problem
from causerie.files.project import Project
from causerie.files.validate_domain import check_form_slots, check_mapping_conditions, check_missing_responses
from causerie.files.validate_intents import check_examples, check_intents, check_story_intents
from causerie.files.validate_stories import (
    check_actions,
    check_every_action,
    check_forms,
    check_slots,
    check_utterances,
)

PLACEHOLDER_ID = "placeholder_default"
Check = Callable[[Project], Iterator[Problem]]


def validate(project: Project, *, fail_on_warnings: bool = False) -> list[Problem]:
    """As ``data validate``: forms, actions, slots and the domain can err, the rest only warns."""
    found = _run(
        project,
        check_domain,
        check_config,
        check_intents,
        check_story_intents,
        check_examples,
        check_utterances,
        check_missing_responses,
        check_forms,
        check_actions,
        check_form_slots,
        check_mapping_conditions,
    )
    return [replace(problem, severity="error") for problem in found] if fail_on_warnings else found


def check_training(project: Project) -> list[Problem]:
    """What stops ``train`` (errors) or makes it useless (warnings), before a model is made."""
    return _run(
        project,
        check_forms,
        check_form_slots,
        check_mapping_conditions,
        check_slots,
        check_every_action,
        check_rule_policy,
    )


def _run(project: Project, *checks: Check) -> list[Problem]:
    return [problem for check in checks for problem in check(project)]


def check_domain(project: Project) -> Iterator[Problem]:
    domain = project.domain
    declared = [slot for slot in domain.slots.values() if not slot.builtin]
    if not (project.places or declared or domain.responses or domain.actions or domain.forms):
        yield Problem(
            "The domain is empty.",
            advice="Declare intents, responses and actions in domain.yml.",
            kind="empty_domain",
        )


def check_config(project: Project) -> Iterator[Problem]:
    config = project.config
    for key in ("language", "assistant_id"):
        if key not in config.raw:
            yield Problem(
                f"The config has no '{key}'.",
                config.place,
                expected=f"{key}: …",
                severity="warning",
                kind="config",
                names=(key,),
            )
    if config.assistant_id == PLACEHOLDER_ID:
        yield Problem(
            "The config still has the placeholder as 'assistant_id'.",
            config.place,
            found=PLACEHOLDER_ID,
            advice="Choose a name that no other assistant of yours has.",
            severity="warning",
            kind="config",
            names=("assistant_id",),
        )


def check_rule_policy(project: Project) -> Iterator[Problem]:
    """Forms and rules need the RulePolicy."""
    policies = [policy.name.rpartition(".")[2] for policy in project.config.policies]
    if "RulePolicy" not in policies:
        yield from _without_rule_policy(project)
        return
    rule_policy = project.config.policies[policies.index("RulePolicy")]
    fallback = str(rule_policy.options.get("core_fallback_action_name", "action_default_fallback"))
    enabled = rule_policy.options.get("enable_fallback_prediction", True)
    if enabled and fallback not in project.domain.action_set:
        yield Problem(
            f"The RulePolicy falls back to the action '{fallback}', which the domain does not know.",
            rule_policy.place,
            advice="Add it to 'actions' in the domain, or set enable_fallback_prediction: false.",
            kind="unknown_action",
            names=(fallback,),
        )
    if not project.rules:
        yield Problem(
            "There is a RulePolicy but not one rule.",
            rule_policy.place,
            advice="Write rules, or remove the policy if there are no forms either.",
            severity="warning",
            kind="rule_policy",
        )


def _without_rule_policy(project: Project) -> Iterator[Problem]:
    advice = "Add '- name: RulePolicy' to 'policies'."
    place = project.config.policies[0].place if project.config.policies else Place()
    if project.domain.forms:
        yield Problem(
            "The domain has forms, but the config has no RulePolicy to run them.",
            place,
            advice=advice,
            kind="rule_policy",
            names=tuple(project.domain.forms),
        )
    if project.rules:
        yield Problem(
            "There are rules, but the config has no RulePolicy to follow them.",
            place,
            advice=advice,
            severity="warning",
            kind="rule_policy",
        )
