"""Which components of an earlier training can be taken over as they are.

A component is the same when its class, its options, what it reads of the training data and what
prepares messages before it are the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property

import causerie
from causerie.fingerprint import code_of, fingerprint
from causerie.nlu.steps import Step, idle_steps
from causerie.ports import Component, TrainingContext


class Sources:
    """What components may read of the training data, each part with a fingerprint made when it is asked for."""

    def __init__(self, context: TrainingContext) -> None:
        self.context = context

    def of(self, parts: Sequence[str]) -> list[str]:
        return [getattr(self, part) for part in parts]

    @cached_property
    def texts(self) -> str:
        examples = self.context.data.examples
        return fingerprint([(example.text, example.metadata) for example in examples])

    @cached_property
    def intents(self) -> str:
        return fingerprint([example.intent for example in self.context.data.examples])

    @cached_property
    def entities(self) -> str:
        """With the words that are annotated."""
        return fingerprint(
            [
                [(found, example.text[found.start : found.end]) for found in example.entities]
                for example in self.context.data.examples
            ]
        )

    @cached_property
    def responses(self) -> str:
        """Those of retrieval intents; the domain's others play no part in understanding."""
        found = {**self.context.domain.responses, **self.context.data.responses}
        return fingerprint({name: written for name, written in found.items() if "/" in name})

    @cached_property
    def synonyms(self) -> str:
        return fingerprint(self.context.data.synonyms)

    @cached_property
    def regexes(self) -> str:
        return fingerprint(self.context.data.regexes)

    @cached_property
    def lookups(self) -> str:
        return fingerprint(self.context.data.lookups)


def fingerprints(steps: Sequence[Step], context: TrainingContext) -> tuple[str, ...]:
    """One per step, in their order; empty for a step that nobody reads, which is not trained."""
    sources, idle = Sources(context), idle_steps(steps)
    found: list[str] = []
    for place, step in enumerate(steps):
        if step in idle:
            found.append("")
            continue
        before = [
            earlier for other, earlier in zip(steps[:place], found, strict=True) if concerns(other, step)
        ]
        own = (causerie.__version__, context.language, context.seed, step.title, step.options)
        found.append(fingerprint(own, code_of(step.name), before, sources.of(step.reads)))
    return tuple(found)


def concerns(other: Step, step: Step) -> bool:
    """Whether what ``other`` makes of the messages is something that ``step`` learns from."""
    if step.is_own or other.is_own:
        return True
    unread = other.gives_sparse_features_only and not step.reads_sparse_features
    return "texts" in step.reads and other.prepares and not unread


def take_over(steps: Sequence[Step], prints: Sequence[str], before: Mapping[str, Component]) -> list[Step]:
    """The steps, with the trained components of ``before`` (fingerprint → component) in their place.

    One of the project's own may change messages while it is trained, so it is trained again whenever
    one after it is.
    """
    found: list[Step] = []
    trains = False
    for step, key in reversed(list(zip(steps, prints, strict=True))):
        component = None if step.is_own and trains else before.get(key)
        trains = trains or component is None
        found.append(step if component is None else replace(step, component=component))
    return found[::-1]
