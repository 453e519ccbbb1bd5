"""Training: each part from what it needs, and only when that has changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import causerie
from causerie.domain import Domain
from causerie.files.config import ComponentConfig, Config
from causerie.files.project import Project
from causerie.fingerprint import code_of, fingerprint
from causerie.llm.open_turns.learnt import Learnt
from causerie.nlu.pipeline import Pipeline
from causerie.policies.registry import make_policies
from causerie.policies.rule import RulePolicy
from causerie.policies.states import RuleOnly
from causerie.ports import Policy, PolicyContext, Progress
from causerie.training.model import Model
from causerie.training.open_turns import OPEN_TURNS, fingerprint_of_knowledge, learn, open_turns_config
from causerie.training_data.unfolding import unfold

NLU = "nlu"
USUAL_AUGMENTATION = 50


@dataclass(frozen=True, slots=True)
class Plan:
    """What a training would do: fingerprints per part, and the parts that can be taken over."""

    fingerprints: Mapping[str, str]
    kept: frozenset[str]

    @property
    def to_train(self) -> tuple[str, ...]:
        return tuple(part for part in self.fingerprints if part not in self.kept)


def plan(
    project: Project,
    previous: Model | None,
    *,
    nlu: bool = True,
    core: bool = True,
    augmentation: int = USUAL_AUGMENTATION,
) -> Plan:
    """Compare the project with the model that was trained last.

    ``augmentation`` changes only policies written for Rasa; another one trains the dialogue anew, as in Rasa.
    """
    prints: dict[str, str] = {}
    if nlu and project.nlu.examples:
        prints[NLU] = _nlu_fingerprint(project)
    if core and (project.stories or project.rules):
        prints.update(policy_fingerprints(project, augmentation))
    open_turns = open_turns_config(project)
    if open_turns:
        prints[OPEN_TURNS] = fingerprint_of_knowledge(project, open_turns)
    before = dict(previous.fingerprints) if previous else {}
    if previous and previous.open_turns and previous.open_turns.embeddings.may_come:
        before.pop(OPEN_TURNS, None)  # an endpoint failed; it is asked again
    kept = frozenset(part for part, value in prints.items() if before.get(part) == value)
    # The rules say what stories' policies may see, so they are all taken over or none is.
    policies = frozenset(prints) - {NLU, OPEN_TURNS}
    if not policies <= kept:
        kept -= policies
    return Plan(prints, kept)


def train(
    project: Project,
    previous: Model | None = None,
    *,
    nlu: bool = True,
    core: bool = True,
    seed: int = 0,
    augmentation: int = USUAL_AUGMENTATION,
    progress: Progress = lambda line: None,
) -> Model:
    """A model of the project; parts that are as in ``previous`` are taken over.

    Raises ProjectError for data that contradicts itself, ComponentError for a configuration
    that can't work.
    """
    todo = plan(project, previous, nlu=nlu, core=core, augmentation=augmentation)
    pipeline = _pipeline(project, previous, todo, seed, progress)
    return Model(
        domain=project.domain,
        pipeline=pipeline,
        policies=_policies(project, previous, todo, seed, augmentation, progress),
        open_turns=_open_turns(project, previous, todo, pipeline, progress),
        language=project.config.language,
        assistant_id=project.config.assistant_id,
        fingerprints=dict(todo.fingerprints),
        model_id=fingerprint(todo.fingerprints, project.domain, project.config.assistant_id),
        config=dict(project.config.raw),
        core_schema=_entries(project.config) if core else (),
    )


def _pipeline(
    project: Project, previous: Model | None, todo: Plan, seed: int, progress: Progress
) -> Pipeline | None:
    if NLU not in todo.fingerprints:
        return None
    if NLU in todo.kept and previous is not None:
        progress("understanding: unchanged")
        return previous.pipeline
    config = project.config
    return Pipeline.train(
        list(config.pipeline),
        project.nlu,
        project.domain,
        config.language,
        seed,
        progress,
        previous.pipeline if previous else None,
    )


def _policies(
    project: Project, previous: Model | None, todo: Plan, seed: int, augmentation: int, progress: Progress
) -> Mapping[str, Policy]:
    names = [part for part in todo.fingerprints if part not in (NLU, OPEN_TURNS)]
    if not names:
        return {}
    if previous is not None and set(names) <= todo.kept:
        progress("dialogue: unchanged")
        return {name: previous.policies[name] for name in names}
    return train_policies(project, seed, augmentation, progress)


def train_policies(
    project: Project,
    seed: int = 0,
    augmentation: int = USUAL_AUGMENTATION,
    progress: Progress = lambda line: None,
) -> dict[str, Policy]:
    """All of them, by their names in the ensemble."""
    policies = make_policies(list(_entries(project.config)))
    shared: dict[str, Any] = {
        "story_lines": unfold(project.stories, project.domain),
        "rule_lines": unfold(project.rules, project.domain),
        "rule_only": RuleOnly(),
        "augmentation": augmentation,
    }
    context = PolicyContext(project.stories, project.rules, project.domain, seed, progress, shared)
    for name, policy in _rules_first(policies):
        progress(f"training {name.split('_', 2)[-1]}")
        policy.train(context)
        if isinstance(policy, RulePolicy):
            hidden = policy.rule_only
            shared["rule_only"] = RuleOnly(frozenset(hidden["slots"]), frozenset(hidden["loops"]))
    return policies


def _open_turns(
    project: Project, previous: Model | None, todo: Plan, pipeline: Pipeline | None, progress: Progress
) -> Learnt | None:
    config = open_turns_config(project)
    if config is None:
        return None
    if OPEN_TURNS in todo.kept and previous is not None:
        progress("knowledge: unchanged")
        return previous.open_turns
    progress("reading the knowledge")
    return learn(project, config, pipeline, progress)


def _rules_first(policies: Mapping[str, Policy]) -> list[tuple[str, Policy]]:
    """Other policies need to know what only rules speak of."""
    return sorted(policies.items(), key=lambda item: not isinstance(item[1], RulePolicy))


def _nlu_fingerprint(project: Project) -> str:
    config = project.config
    return fingerprint(
        causerie.__version__,
        config.language,
        _components(config.pipeline),
        project.nlu,
        sorted(project.domain.intents),
        sorted(project.domain.entities),
    )


def policy_fingerprints(project: Project, augmentation: int = USUAL_AUGMENTATION) -> dict[str, str]:
    """Every policy sees all of the stories and of the domain but the words of the responses."""
    domain = without_words(project.domain)
    slot_types = [code_of(slot.type) for slot in domain.slots.values()]
    data = fingerprint(causerie.__version__, domain, slot_types, project.stories, project.rules, augmentation)
    names = make_policies(list(_entries(project.config)))
    return {
        name: fingerprint(data, entry, code_of(entry[0]))
        for name, entry in zip(names, _entries(project.config), strict=True)
    }


def without_words(domain: Domain) -> Domain:
    return replace(domain, responses=dict.fromkeys(domain.responses, ()))


def _entries(config: Config) -> tuple[tuple[str, Mapping[str, Any]], ...]:
    return tuple((policy.name, dict(policy.options)) for policy in config.policies)


def _components(entries: Sequence[ComponentConfig]) -> list[Any]:
    return [(entry.name, entry.options, code_of(entry.name)) for entry in entries]
