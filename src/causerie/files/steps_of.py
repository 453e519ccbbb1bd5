"""All steps of stories in one stream, choices and conditions included."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from causerie.files.project import Project
from causerie.training_data import CheckpointStep, OrStep, Step, Story


def all_steps(project: Project) -> Iterator[tuple[Story, Step]]:
    for story in (*project.stories, *project.rules):
        for step in flat((*story.conditions, *story.steps)):
            yield story, step


def flat(steps: Iterable[Step]) -> Iterator[Step]:
    for step in steps:
        if isinstance(step, OrStep):
            for option in step.options:
                yield from option
        elif isinstance(step, CheckpointStep):
            yield step
            yield from step.slots
        else:
            yield step
