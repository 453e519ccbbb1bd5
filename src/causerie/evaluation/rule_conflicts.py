"""Rules that contradict each other or a story: what training would refuse, told as warnings."""

from __future__ import annotations

from dataclasses import replace

from causerie.errors import Problem, ProjectError
from causerie.files.project import Project
from causerie.policies.registry import make_policies
from causerie.policies.rule import RulePolicy
from causerie.ports import PolicyContext

NAME = "RulePolicy"


def find_rule_conflicts(project: Project) -> list[Problem]:
    """Nothing without a RulePolicy in the configuration."""
    entries = [(x.name, x.options) for x in project.config.policies if x.name.rpartition(".")[2] == NAME]
    for policy in make_policies(entries).values():
        if isinstance(policy, RulePolicy):
            try:
                policy.train(PolicyContext(project.stories, project.rules, project.domain))
            except ProjectError as error:
                return [replace(problem, severity="warning") for problem in error.problems]
    return []
