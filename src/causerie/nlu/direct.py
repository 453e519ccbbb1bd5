"""Messages that name their intent: ``/intent{"entity": "value"}`` and ``/intent@0.7``.

They come from buttons and tests, and pass by the pipeline.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from causerie.domain import Domain
from causerie.domain.names import DEFAULT_INTENTS
from causerie.nlu.message import ExtractedEntity, IntentScore, Message
from causerie.ports import TrainingContext

logger = logging.getLogger(__name__)

PREFIX = "/"
HANDLER = "RegexMessageHandler"
PATTERN = re.compile(
    r"^/(?P<intent>[^{@]+)(?P<confidence>@[0-9.]+)?(?P<entities>{.+})?(?P<rest>.*)", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class DirectNames:
    """The intents and entities that may be named; None: any (a model without a domain)."""

    intents: frozenset[str] | None = None
    entities: frozenset[str] | None = None

    @classmethod
    def of(cls, domain: Domain | None) -> DirectNames:
        if domain is None:
            return cls()
        return cls(frozenset(domain.intents) | frozenset(DEFAULT_INTENTS), frozenset(domain.entities))


def read_direct(message: Message, names: DirectNames) -> Message | None:
    """The message as it names itself; None when the pipeline has to understand it."""
    if not message.text.startswith(PREFIX):
        return None
    match = PATTERN.match(message.text)
    if match is None:
        return None
    intent = match["intent"].strip()
    if names.intents is not None and intent not in names.intents:
        logger.warning("'%s' names an intent that is not in the domain; it is read as text.", message.text)
        return None
    if match["rest"]:
        logger.warning("The end of '%s' is no JSON object; '%s' is ignored.", message.text, match["rest"])
    score = IntentScore(intent, read_confidence(match["confidence"], message.text))
    return Message(
        text=message.text,
        metadata=message.metadata,
        time=message.time,
        intent=score,
        ranking=[score],
        entities=read_entities(match, names.entities),
    )


def read_confidence(written: str | None, text: str) -> float:
    """The number after ``@``: 1 when there is none, at most 1, 0 when it can't be read."""
    if written is None:
        return 1.0
    try:
        confidence = float(written[1:])
    except ValueError:
        logger.warning("The confidence in '%s' is no number; it is taken as 0.", text)
        return 0.0
    if confidence > 1.0:
        logger.warning("The confidence in '%s' is more than 1; it is taken as 1.", text)
    return min(confidence, 1.0)


def read_entities(match: re.Match[str], known: Collection[str] | None) -> list[ExtractedEntity]:
    """One entity per value; a list holds several values of one entity."""
    values = read_object(match["entities"], match.string) if match["entities"] else {}
    unknown = [name for name in values if known is not None and name not in known]
    if unknown:
        logger.warning("Entities that are not in the domain are dropped from '%s': %s", match.string, unknown)
    start, end = match.span("entities")
    return [
        ExtractedEntity(name, start, end, value, HANDLER)
        for name, found in values.items()
        if name not in unknown
        for value in (found if isinstance(found, list) else [found])
    ]


def read_object(written: str, text: str) -> dict[str, Any]:
    """The entities; none, with a warning, when they are no JSON object."""
    try:
        found = json.loads(written)
    except json.JSONDecodeError as error:
        logger.warning("The entities in '%s' are no JSON and are dropped: %s", text, error)
        return {}
    if not isinstance(found, dict):
        logger.warning("The entities in '%s' are no JSON object and are dropped.", text)
        return {}
    return found


class RegexMessageHandler:
    """Accepted in a pipeline, where it need not stand: the pipeline reads direct messages first."""

    defaults: ClassVar[dict[str, Any]] = {}
    kind: ClassVar[str] = "direct"
    reads: ClassVar[tuple[str, ...]] = ()

    def __init__(self, config: dict[str, Any]) -> None:
        pass

    def train(self, messages: Sequence[Message], context: TrainingContext) -> None:
        """Nothing to learn."""

    def process(self, message: Message) -> None:
        """The pipeline has done it."""

    def state(self) -> dict[str, Any]:
        return {}

    def load(self, state: dict[str, Any]) -> None:
        """Nothing was kept."""
