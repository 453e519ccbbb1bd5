"""A message on its way through the pipeline, and what the outside gets to see of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from causerie.training_data import Example, NluData

if TYPE_CHECKING:
    from causerie.nlu.features import Features

Json = dict[str, Any]


@dataclass(slots=True)
class Token:
    """A stretch of the text; ``patterns`` tells which named patterns touch it."""

    text: str
    start: int
    end: int
    lemma: str = ""
    pos: str | None = None
    patterns: dict[str, bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class IntentScore:
    """An intent (or no intent) and its probability, 0 to 1."""

    name: str | None
    confidence: float

    def to_json(self) -> Json:
        return {"name": self.name, "confidence": self.confidence}


@dataclass(frozen=True, slots=True)
class ExtractedEntity:
    """What stands from ``start`` up to ``end`` of the text. ``extra`` is added to the JSON as it is."""

    entity: str
    start: int
    end: int
    value: Any
    extractor: str
    role: str | None = None
    group: str | None = None
    confidence_entity: float | None = None
    confidence_role: float | None = None
    confidence_group: float | None = None
    processors: tuple[str, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)

    def to_json(self) -> Json:
        optional = {
            "confidence_entity": self.confidence_entity,
            "role": self.role,
            "confidence_role": self.confidence_role,
            "group": self.group,
            "confidence_group": self.confidence_group,
            "processors": list(self.processors) or None,
        }
        return {
            "entity": self.entity,
            "start": self.start,
            "end": self.end,
            **{name: value for name, value in optional.items() if value is not None},
            "value": self.value,
            "extractor": self.extractor,
            **self.extra,
        }


@dataclass(slots=True)
class Message:
    """Components read and write it in place.

    ``example`` is the training example behind it, while training. ``time`` is in seconds since
    1970. ``documents`` keeps what language models made of the text, by the model's name. ``output``
    is added to the answer as it is.
    """

    text: str
    metadata: Mapping[str, Any] = field(default_factory=dict)
    time: float | None = None
    example: Example | None = None
    intent: IntentScore | None = None
    ranking: list[IntentScore] | None = None
    entities: list[ExtractedEntity] = field(default_factory=list)
    tokens: list[Token] | None = None
    features: list[Features] = field(default_factory=list)
    response_selector: Json = field(default_factory=dict)
    documents: Json = field(default_factory=dict)
    output: Json = field(default_factory=dict)

    @property
    def label(self) -> str | None:
        """The intent to learn: ``faq`` for ``faq/hours``."""
        return self.example.main_intent if self.example else None


def training_messages(data: NluData) -> list[Message]:
    """One message per example that has a text, in the order of the files."""
    return [Message(example.text, example.metadata, example=example) for example in data.examples]


def to_parse_data(message: Message) -> Json:
    """The answer of ``/model/parse``. Keys that no component filled are left out, as in Rasa."""
    intent = message.intent or IntentScore(None, 0.0)
    parsed: Json = {
        "text": message.text,
        "intent": intent.to_json(),
        "entities": [entity.to_json() for entity in message.entities],
    }
    if message.tokens is not None:
        parsed["text_tokens"] = [[token.start, token.end] for token in message.tokens]
    if message.ranking is not None:
        parsed["intent_ranking"] = [score.to_json() for score in message.ranking]
    if message.response_selector:
        parsed["response_selector"] = message.response_selector
        add_full_retrieval_intent(parsed)
    return {**parsed, **message.output}


def add_full_retrieval_intent(parsed: Json) -> None:
    """Say which ``faq/hours`` the selector found where the intent is ``faq``."""
    selected = parsed["response_selector"]
    name = parsed["intent"]["name"]
    if name and name in selected.get("all_retrieval_intents", ()):
        response = selected.get(name, {}).get("response", {})
        parsed["intent"]["full_retrieval_intent_name"] = response.get("intent_response_key")


def words_of(message: Message) -> Iterable[str]:
    """The message's words as tokenised; without a tokenizer, as split at blanks."""
    return [token.text for token in message.tokens] if message.tokens is not None else message.text.split()
