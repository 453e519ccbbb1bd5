"""A few changed examples, for components that can take them in without being trained anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from causerie.nlu.message import Message
from causerie.ports import Component, TrainingContext


@dataclass(frozen=True, slots=True)
class Changes:
    """Examples that were taken out and added, as messages that the components before have prepared."""

    gone: Sequence[Message]
    new: Sequence[Message]


@runtime_checkable
class Adjustable(Protocol):
    """A component that can take in a few changed examples."""

    def adjusted(self, changes: Changes, context: TrainingContext) -> Component:
        """A component like this one that knows them; this one stays as it is."""
