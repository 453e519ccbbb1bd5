"""The bases of channels, in one place."""

from causerie.compat.rasa.core.channels.channel import (
    CollectingOutputChannel,
    InputChannel,
    OutputChannel,
    UserMessage,
)
from causerie.compat.rasa.core.channels.rest import QueueOutputChannel, RestInput

__all__ = [
    "CollectingOutputChannel",
    "InputChannel",
    "OutputChannel",
    "QueueOutputChannel",
    "RestInput",
    "UserMessage",
]
