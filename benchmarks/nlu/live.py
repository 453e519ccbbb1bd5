"""How soon is a changed example live, and what does adjusting cost in what was understood before?

    python -m benchmarks.nlu.live

Takes HWU64's training examples: nine tenths are trained, ten changes are made one after the other, and what
the adjusted model makes of the last tenth is compared with what the trained one did.
"""

from __future__ import annotations

import asyncio
import statistics
import time
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.nlu.sets import DEFAULT, HWU64, Set, read, write_project
from causerie.files.project import ProjectPaths, read_project
from causerie.nlu.pipeline import Pipeline
from causerie.training.quick import retrain_quickly
from causerie.training.train import train
from causerie.training_data import Example

CHANGES = 10
HELD_OUT = 10


def main() -> None:
    whole = read(HWU64 / "train.yml")
    with TemporaryDirectory() as name:
        folder = Path(name)
        write_project(Set("live", whole, HWU64 / "test.yml"), DEFAULT, folder)
        started = time.perf_counter()
        project = read_project(ProjectPaths.in_folder(folder))
        print(f"reading {len(project.nlu.examples)} examples: {time.perf_counter() - started:.2f} s")
    kept = [e for i, e in enumerate(project.nlu.examples) if i % HELD_OUT]
    held = [e for i, e in enumerate(project.nlu.examples) if not i % HELD_OUT]
    project = replace(project, nlu=replace(project.nlu, examples=tuple(kept)))
    started = time.perf_counter()
    model = train(project)
    print(f"training: {time.perf_counter() - started:.1f} s")
    assert model.pipeline
    before = understood(model.pipeline, held)
    wrong = [e for e, right in zip(held, before, strict=True) if not right][:CHANGES]
    seconds = []
    for example in wrong:
        changed = replace(project, nlu=replace(project.nlu, examples=(*project.nlu.examples, example)))
        started = time.perf_counter()
        quick = retrain_quickly(changed, project, model)
        seconds.append(time.perf_counter() - started)
        assert quick
        project, model = changed, quick.model
    assert model.pipeline
    after = understood(model.pipeline, held)
    rest = [(b, a) for e, b, a in zip(held, before, after, strict=True) if e not in wrong]
    print(f"taking in one example: median {statistics.median(seconds):.2f} s, at most {max(seconds):.2f} s")
    print(
        f"of the {CHANGES} examples, misunderstood before, right now: {sum(understood(model.pipeline, wrong))}"
    )
    print(
        f"of {len(rest)} other texts right before: {sum(b for b, _ in rest)}, after: {sum(a for _, a in rest)}"
    )


def understood(pipeline: Pipeline, examples: list[Example]) -> list[bool]:
    async def ask() -> list[bool]:
        found = [(await pipeline.parse(example.text)).intent for example in examples]
        return [
            intent is not None and intent.name == e.main_intent
            for intent, e in zip(found, examples, strict=True)
        ]

    return asyncio.run(ask())


if __name__ == "__main__":
    main()
