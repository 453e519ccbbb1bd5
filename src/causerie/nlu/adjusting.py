"""A trained pipeline → one that knows a few changed examples, without training it anew.

What it gives is good enough to try a change at once; the full training that follows gives the model that
the examples stand for. The fingerprints of what was only adjusted are left empty, so that it is never
taken for trained.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from causerie.domain import Domain
from causerie.nlu.changes import Adjustable, Changes
from causerie.nlu.direct import DirectNames
from causerie.nlu.message import Message
from causerie.nlu.pipeline import Pipeline
from causerie.nlu.steps import Step, build_step, idle_steps
from causerie.ports import TrainingContext
from causerie.training_data import Example, NluData

MOST_CHANGES = 200


def adjust(
    pipeline: Pipeline, before: NluData, data: NluData, domain: Domain, seed: int = 0
) -> Pipeline | None:
    """None where so much has changed that only a training helps."""
    gone, new = difference(before.examples, data.examples)
    if len(gone) + len(new) > MOST_CHANGES:
        return None
    changes = Changes(*([Message(e.text, e.metadata, example=e) for e in some] for some in (gone, new)))
    context = TrainingContext(data, domain, pipeline.language, seed)
    parts = changed_parts(before, data, bool(gone or new))
    idle = idle_steps(pipeline.steps)
    steps: list[Step] = []
    prints: list[str] = []
    for step, known in zip(pipeline.steps, pipeline.fingerprints, strict=True):
        found = step if step in idle else adjust_step(step, changes, context, parts)
        steps.append(found)
        prints.append(known if found is step and not parts & set(step.reads) else "")
        if found.prepares and found not in idle:
            for message in (*changes.gone, *changes.new):
                found.component.process(message)
    return Pipeline(steps, DirectNames.of(domain), pipeline.language, pipeline.warnings, prints)


def adjust_step(step: Step, changes: Changes, context: TrainingContext, parts: frozenset[str]) -> Step:
    """Adjusted, or trained if that needs no texts; else as it is until the training."""
    concerned = parts & set(step.reads)
    if not concerned:
        return step
    if isinstance(step.component, Adjustable):
        return replace(step, component=step.component.adjusted(changes, context))
    if step.is_own or "texts" in step.reads:
        return step
    fresh = build_step(step.name, step.options)
    fresh.component.train([], context)
    return fresh


def difference(before: Sequence[Example], after: Sequence[Example]) -> tuple[list[Example], list[Example]]:
    """What was taken out and what came in; order does not count."""
    known, wanted = (Counter(key(example) for example in some) for some in (before, after))
    return (
        [
            example
            for example in {key(e): e for e in before}.values()
            if known[key(example)] > wanted[key(example)]
        ],
        [
            example
            for example in {key(e): e for e in after}.values()
            if wanted[key(example)] > known[key(example)]
        ],
    )


def key(example: Example) -> tuple[object, ...]:
    return (example.text, example.intent, example.entities)


def changed_parts(before: NluData, after: NluData, examples: bool) -> frozenset[str]:
    found = {
        "synonyms": before.synonyms != after.synonyms,
        "regexes": before.regexes != after.regexes,
        "lookups": before.lookups != after.lookups,
        "responses": before.responses != after.responses,
        **dict.fromkeys(("texts", "intents", "entities"), examples),
    }
    return frozenset(part for part, changed in found.items() if changed)
