"""Training the steps of a pipeline, one after the other."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from causerie.nlu.message import Message, training_messages
from causerie.nlu.steps import Step, idle_steps
from causerie.ports import Component, TrainingContext


def train_steps(steps: Sequence[Step], kept: Collection[Component], context: TrainingContext) -> None:
    """Each on what those before it made of the examples, but for the ``kept`` ones, which are trained.

    Messages are prepared as long as somebody still learns from them.
    """
    messages = training_messages(context.data)
    idle = idle_steps(steps)
    learning = [step for step in steps if step not in idle and not is_kept(step, kept)]
    for step in steps:
        if step in idle:
            context.progress(f"{step.title}: no component reads its features")
            continue
        if step in learning:
            context.progress(f"training {step.title}")
            step.component.train(messages, context)
            learning.remove(step)
        else:
            context.progress(f"{step.title}: unchanged")
        if learning and step.prepares:
            prepare(step.component, messages, context)


def is_kept(step: Step, kept: Collection[Component]) -> bool:
    return any(step.component is component for component in kept)


def prepare(component: Component, messages: Sequence[Message], context: TrainingContext) -> None:
    """A component that is quicker with many texts at once gets them ahead."""
    read_ahead = getattr(component, "read_ahead", None)
    if read_ahead is not None:
        read_ahead(messages, context.progress)
    for message in messages:
        component.process(message)
