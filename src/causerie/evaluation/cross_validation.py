"""Trains and tests the understanding in turns: each example is read by a model that has not seen it."""

from __future__ import annotations

import logging
import random
from collections.abc import Sequence
from dataclasses import replace

from causerie.errors import CauserieError
from causerie.evaluation.nlu_results import NluResults, examine
from causerie.evaluation.subject import Subject
from causerie.files.project import Project
from causerie.nlu.pipeline import Pipeline
from causerie.policies.ensemble import Ensemble
from causerie.ports import Progress
from causerie.training_data import Example

log = logging.getLogger(__name__)


async def cross_validate(
    project: Project, folds: int, progress: Progress = lambda line: None, seed: int = 0
) -> NluResults:
    """What the models of all folds made of the examples that were kept from them."""
    results: list[NluResults] = []
    parts = fold_examples(project.nlu.examples, folds, seed)
    for number, tested in enumerate(parts):
        progress(f"fold {number + 1} of {folds}")
        learnt = tuple(x for other in parts if other is not tested for x in other)
        pipeline = _trained(project, learnt, seed)
        subject = Subject(project.domain, pipeline, Ensemble({}))
        results.append(await examine(replace(project.nlu, examples=tuple(tested)), subject))
    return NluResults(
        tuple(x for result in results for x in result.intents),
        tuple(x for result in results for x in result.responses),
        tuple(x for result in results for x in result.entities),
    )


def fold_examples(examples: Sequence[Example], folds: int, seed: int) -> list[list[Example]]:
    """Every fold gets about as many examples of each intent; raises CauserieError if that can't be."""
    if folds < 2:
        raise CauserieError(f"--folds must be 2 or more; it is {folds}.")
    found: dict[str | None, list[Example]] = {}
    for example in examples:
        found.setdefault(example.main_intent, []).append(example)
    groups = {name: group for name, group in found.items() if len(group) >= folds}
    few = ", ".join(f"{name} ({len(found[name])})" for name in found if name and name not in groups)
    if not groups:
        raise CauserieError(f"No intent has the {folds} examples that {folds} folds need; there are: {few}.")
    if few:
        log.warning("Left out, for %d folds need %d examples of each intent: %s.", folds, folds, few)
    dice, dealt = random.Random(seed), 0
    parts: list[list[Example]] = [[] for _ in range(folds)]
    for group in groups.values():
        for example in dice.sample(group, len(group)):
            parts[dealt % folds].append(example)
            dealt += 1
    return parts


def _trained(project: Project, examples: tuple[Example, ...], seed: int) -> Pipeline:
    data = replace(project.nlu, examples=examples)
    config = project.config
    return Pipeline.train(list(config.pipeline), data, project.domain, config.language, seed)
