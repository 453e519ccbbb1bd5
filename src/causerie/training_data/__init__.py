"""What an assistant learns from: examples, synonyms, stories, rules. Values only."""

from causerie.training_data.examples import EntityAnnotation, Example, Lookup, NluData, Regex
from causerie.training_data.stories import (
    ActionStep,
    BotStep,
    CheckpointStep,
    LoopStep,
    OrStep,
    SlotStep,
    Step,
    Story,
    UserStep,
)

__all__ = [
    "ActionStep",
    "BotStep",
    "CheckpointStep",
    "EntityAnnotation",
    "Example",
    "Lookup",
    "LoopStep",
    "NluData",
    "OrStep",
    "Regex",
    "SlotStep",
    "Step",
    "Story",
    "UserStep",
]
