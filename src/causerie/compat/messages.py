"""A message on its way: Rasa's view of ours, and back what a component changed in it.

All components of a pipeline get the same view, so what one of them sets the next one finds.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from causerie.compat.calling import wrong
from causerie.compat.examples import message_of_example
from causerie.compat.features import as_ours, views_of
from causerie.compat.message_parts import (
    entities_as_ours,
    intent_as_ours,
    ranking_as_ours,
    selected_as_ours,
    text_as_ours,
)
from causerie.compat.rasa.nlu.constants import SPACY_DOCS
from causerie.compat.rasa.shared.nlu.constants import (
    ENTITIES,
    INTENT,
    INTENT_RANKING_KEY,
    METADATA,
    RESPONSE_SELECTOR,
    TEXT,
    TEXT_TOKENS,
)
from causerie.compat.rasa.shared.nlu.training_data.features import Features
from causerie.compat.rasa.shared.nlu.training_data.message import Message
from causerie.compat.tokens import tokens_as_ours, tokens_as_theirs
from causerie.nlu import message as ours
from causerie.nlu.spacy_model import DOCUMENT

VIEW = "rasa"
Json = dict[str, Any]


class _Part(NamedTuple):
    """A part of our message, its key in Rasa's, and the ways there and back."""

    name: str
    key: str
    there: Callable[[Any], Any]
    back: Callable[[Any, type], Any]


_PARTS = (
    _Part("text", TEXT, str, text_as_ours),
    _Part("intent", INTENT, lambda intent: intent and intent.to_json(), intent_as_ours),
    _Part(
        "ranking",
        INTENT_RANKING_KEY,
        lambda ranking: ranking and [x.to_json() for x in ranking],
        ranking_as_ours,
    ),
    _Part("entities", ENTITIES, lambda entities: [x.to_json() for x in entities], entities_as_ours),
    _Part("response_selector", RESPONSE_SELECTOR, copy.deepcopy, selected_as_ours),
)
_LEARNT = ("intent", "ranking", "entities", "response_selector")
"""What a training example says; components do not change it while they are trained."""


@dataclass(slots=True)
class _View:
    """``told`` is what Rasa's message said of each part, ``tokens`` ours that its tokens stand for."""

    message: Message
    told: Json = field(default_factory=dict)
    tokens: list[ours.Token] | None = None
    features: list[Features] = field(default_factory=list)
    viewed: int = 0


def view(message: ours.Message) -> Message:
    """Rasa's view of the message as it is now."""
    known = message.documents.get(VIEW) or _new(message)
    theirs = known.message
    for part in _parts(message):
        said = part.there(getattr(message, part.name))
        if said or part.key in theirs.data:
            theirs.data[part.key] = said
        known.told[part.name] = copy.deepcopy(said)
    if message.tokens is not known.tokens:
        theirs.data[TEXT_TOKENS] = tokens_as_theirs(message.tokens or [])
        known.tokens = message.tokens
    if DOCUMENT in message.documents:
        theirs.data[SPACY_DOCS[TEXT]] = message.documents[DOCUMENT]
    for found in message.features[known.viewed :]:
        theirs.features += views_of(found)
    known.viewed = len(message.features)
    known.features = list(theirs.features)
    return theirs


def _new(message: ours.Message) -> _View:
    if message.example is not None:
        theirs = message_of_example(message.example)
    else:
        theirs = Message({TEXT: message.text, METADATA: dict(message.metadata)}, time=message.time)
    known = _View(theirs)
    message.documents[VIEW] = known
    return known


def _parts(message: ours.Message) -> list[_Part]:
    return [part for part in _PARTS if message.example is None or part.name not in _LEARNT]


def take_over(message: ours.Message, theirs: Message, component: type) -> None:
    """Put into our message what the component changed; raises ComponentError for what can't be."""
    known: _View = message.documents[VIEW]
    known.message = theirs
    for part in _parts(message):
        said = theirs.data.get(part.key)
        if said is not None and said != known.told.get(part.name):
            setattr(message, part.name, part.back(said, component))
    if theirs.data.get(TEXT_TOKENS) is not None:
        message.tokens = known.tokens = tokens_as_ours(theirs.data[TEXT_TOKENS], message.text, component)
    new = [found for found in theirs.features if not any(found is old for old in known.features)]
    message.features += as_ours(new, len(message.tokens or ()), component)
    known.viewed = len(message.features)
    if message.example is None:
        message.output.update(_added_to_the_answer(theirs, component))


def _added_to_the_answer(theirs: Message, component: type) -> Json:
    """Properties of the component's own that were set with ``add_to_output``."""
    usual = {part.key for part in _PARTS} | {TEXT_TOKENS}
    found = {key: theirs.data[key] for key in sorted(theirs.output_properties - usual) if key in theirs.data}
    for key, value in found.items():
        try:
            json.dumps(value)
        except (TypeError, ValueError) as error:
            raise wrong(
                component,
                f"the property '{key}' was added to the output, and is no JSON: {error}.",
                "Set a value of texts, numbers, lists and dicts.",
            ) from error
    return found
