"""A changed project → a model that can be tried at once, from the model of the project before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from causerie.domain import Domain
from causerie.files.project import Project
from causerie.fingerprint import fingerprint
from causerie.nlu.adjusting import adjust
from causerie.nlu.direct import DirectNames
from causerie.nlu.pipeline import Pipeline
from causerie.ports import Policy
from causerie.training.model import Model
from causerie.training.open_turns import OPEN_TURNS, fingerprint_of_knowledge, learn, open_turns_config
from causerie.training.train import NLU, policy_fingerprints, train_policies, without_words


@dataclass(frozen=True, slots=True)
class Quick:
    """``whole``: the model is what a training would give; else understanding was only adjusted."""

    model: Model
    whole: bool


def retrain_quickly(project: Project, before: Project, model: Model) -> Quick | None:
    """``model`` was made of the project ``before``. None where only a training helps.

    Raises ProjectError for data that contradicts itself.
    """
    if not _is_alike(project, before) or model.pipeline is None:
        return None
    pipeline, whole = _pipeline(project, before, model, model.pipeline)
    if pipeline is None:
        return None
    policies, prints = _policies(project, before, model)
    prints = {**prints, NLU: model.fingerprints.get(NLU, "") if whole else ""}
    open_turns = open_turns_config(project)
    if open_turns:
        prints[OPEN_TURNS] = fingerprint_of_knowledge(project, open_turns)
    same = prints.get(OPEN_TURNS) == model.fingerprints.get(OPEN_TURNS)
    learnt = model.open_turns if same else learn(project, open_turns, pipeline) if open_turns else None
    return Quick(
        replace(
            model,
            domain=project.domain,
            pipeline=pipeline,
            policies=policies,
            open_turns=learnt,
            fingerprints=prints,
            model_id=fingerprint(model.model_id, project.domain, prints, len(project.nlu.examples)),
        ),
        whole,
    )


def _is_alike(project: Project, before: Project) -> bool:
    """The same components in the same language, and both parts there as before."""
    return (
        project.config == before.config
        and bool(project.nlu.examples) == bool(before.nlu.examples)
        and bool(project.stories or project.rules) == bool(before.stories or before.rules)
    )


def _pipeline(
    project: Project, before: Project, model: Model, pipeline: Pipeline
) -> tuple[Pipeline | None, bool]:
    names, former = (DirectNames.of(some.domain) for some in (project, before))
    if project.nlu == before.nlu and names == former:
        return pipeline, model.fingerprints.get(NLU) != ""
    return adjust(pipeline, before.nlu, project.nlu, project.domain), False


def _policies(
    project: Project, before: Project, model: Model
) -> tuple[Mapping[str, Policy], Mapping[str, str]]:
    if _dialogue(project) == _dialogue(before):
        return model.policies, {
            name: value for name, value in model.fingerprints.items() if name not in (NLU, OPEN_TURNS)
        }
    return train_policies(project), policy_fingerprints(project)


def _dialogue(project: Project) -> tuple[Domain, object, object]:
    return without_words(project.domain), project.stories, project.rules
