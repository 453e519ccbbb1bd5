"""Trains on a part of the examples and tests with the rest, in turn, until each was in a test."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from causerie.evaluation.nlu_results import NluResults, examine
from causerie.evaluation.subject import Subject
from causerie.files.project import Project
from causerie.nlu.pipeline import Pipeline
from causerie.policies.ensemble import Ensemble
from causerie.training_data import Example


async def cross_validate(project: Project, folds: int, seed: int = 0) -> NluResults:
    """What the tests of all folds gave, together."""
    config, data = project.config, project.nlu
    parts: list[NluResults] = []
    for training, test in _splits(data.examples, folds, seed):
        pipeline = Pipeline.train(
            list(config.pipeline), replace(data, examples=training), project.domain, config.language, seed
        )
        subject = Subject(project.domain, pipeline, Ensemble({}))
        parts.append(await examine(replace(data, examples=test), subject))
    return NluResults(
        tuple(chain.from_iterable(part.intents for part in parts)),
        tuple(chain.from_iterable(part.responses for part in parts)),
        tuple(chain.from_iterable(part.entities for part in parts)),
    )


def _splits(
    examples: tuple[Example, ...], folds: int, seed: int
) -> Iterator[tuple[tuple[Example, ...], tuple[Example, ...]]]:
    """Each intent's examples are spread evenly."""
    by_intent: dict[str | None, list[Example]] = defaultdict(list)
    for example in examples:
        by_intent[example.intent].append(example)
    fold_of: dict[int, int] = {}
    for group in by_intent.values():
        random.Random(seed).shuffle(group)
        fold_of |= {id(example): place % folds for place, example in enumerate(group)}
    for fold in range(folds):
        test = tuple(x for x in examples if fold_of[id(x)] == fold)
        training = tuple(x for x in examples if fold_of[id(x)] != fold)
        if test and training:
            yield training, test
