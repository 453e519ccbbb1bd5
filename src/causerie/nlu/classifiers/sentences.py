"""What classifiers over featurizers' output share."""

from __future__ import annotations

from collections.abc import Sequence

from causerie.nlu.features import Row, concatenate
from causerie.nlu.message import Message


def sentence_row(message: Message) -> Row:
    """The sentence features of all featurizers, side by side."""
    return concatenate([features.sentence for features in message.features])


def labelled_rows(messages: Sequence[Message]) -> tuple[list[Row], list[str]]:
    """Features and intents of the messages that have both."""
    labelled = [message for message in messages if message.label and message.text and message.features]
    return [sentence_row(message) for message in labelled], [message.label or "" for message in labelled]
