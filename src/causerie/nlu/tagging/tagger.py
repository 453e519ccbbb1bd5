"""Entities with their roles and groups, by a CRF over tokens."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from causerie.nlu.message import ExtractedEntity, Message, Token
from causerie.nlu.tagging.alignment import annotated_spans, split_at_commas
from causerie.nlu.tagging.bilou import OUTSIDE, Span, decode, encode, touching_labels
from causerie.nlu.tagging.crf import Crf, CrfOptions
from causerie.nlu.tagging.gazetteer import Gazetteer, Phrase
from causerie.nlu.tagging.token_features import token_features
from causerie.training_data import EntityAnnotation

PARTS = "\x1f"
DEFAULT_CRF = CrfOptions()

Featurise = Callable[[Sequence[Token], Sequence[Sequence[str]], str | None], list[list[str]]]
"""Tokens, the gazetteer's labels of each, and the intent → the names that hold for each token."""


@dataclass(frozen=True, slots=True)
class TaggerOptions:
    """``extractor`` is the name the entities carry; ``split_by_comma`` a bool, or one per entity."""

    extractor: str
    use_bilou: bool = True
    split_by_comma: object = True
    crf: CrfOptions = DEFAULT_CRF


class EntityTagger:
    """Labels are entity, role and group in one, so that they are decided together."""

    def __init__(self, options: TaggerOptions, featurise: Featurise = token_features) -> None:
        self.options = options
        self.featurise = featurise
        self.crf = Crf()
        self.gazetteer = Gazetteer()

    def train(self, messages: Sequence[tuple[Message, str | None]]) -> None:
        """Each message comes with the intent that is guessed for it. No annotations: nothing is learnt."""
        spans = [labelled_spans(message) for message, _ in messages]
        if not any(spans):
            return
        values = [
            [(phrase(message, span), span.label) for span in found]
            for (message, _), found in zip(messages, spans, strict=True)
        ]
        self.gazetteer.learn(value for found in values for value in found)
        prefixed = touching_labels(spans) if self.options.use_bilou else frozenset()
        sentences = []
        for (message, intent), found, own in zip(messages, spans, values, strict=True):
            tokens = message.tokens or []
            if tokens:
                known = self.gazetteer.find([token.text.lower() for token in tokens], own)
                tags = encode(found, len(tokens), prefixed)
                sentences.append((self.featurise(tokens, known, intent), tags))
        self.crf.train(sentences, self.options.crf)

    def with_values_of(self, messages: Sequence[Message]) -> EntityTagger:
        """One like this that knows the values annotated in these messages, too."""
        found = EntityTagger(self.options, self.featurise)
        found.crf = self.crf
        found.gazetteer = self.gazetteer.with_values(
            (phrase(message, span), span.label) for message in messages for span in labelled_spans(message)
        )
        return found

    def find(self, message: Message, intent: str | None) -> list[ExtractedEntity]:
        tokens = message.tokens or []
        if not tokens or not self.crf.model:
            return []
        known = self.gazetteer.find([token.text.lower() for token in tokens])
        tags = self.crf.tag(self.featurise(tokens, known, intent))
        if all(tag == OUTSIDE for tag in tags):
            return []
        return [
            self.entity(span, tags, message)
            for span in split_at_commas(decode(tags), tokens, self.options.split_by_comma)
        ]

    def entity(self, span: Span, tags: Sequence[str], message: Message) -> ExtractedEntity:
        tokens = message.tokens or []
        start, end = tokens[span.first].start, tokens[span.last].end
        confidence = min(self.crf.confidence(tags[i], i) for i in range(span.first, span.last + 1))
        name, role, group = (*span.label.split(PARTS), "", "")[:3]
        return ExtractedEntity(
            entity=name,
            start=start,
            end=end,
            value=message.text[start:end],
            extractor=self.options.extractor,
            role=role or None,
            group=group or None,
            confidence_entity=confidence,
            confidence_role=confidence if role else None,
            confidence_group=confidence if group else None,
        )

    def state(self) -> dict[str, Any]:
        return {"crf": self.crf.state(), "gazetteer": self.gazetteer.state()}

    def load(self, state: dict[str, Any]) -> None:
        self.crf.load(state["crf"])
        self.gazetteer.load(state["gazetteer"])


def labelled_spans(message: Message) -> list[Span]:
    """The message's annotations, labelled with entity, role and group."""
    return [Span(span.first, span.last, label_of(found)) for span, found in annotated_spans(message)]


def label_of(annotation: EntityAnnotation) -> str:
    """``city``, or ``city`` with its role and group."""
    parts = (annotation.entity, annotation.role or "", annotation.group or "")
    return PARTS.join(parts).rstrip(PARTS)


def phrase(message: Message, span: Span) -> Phrase:
    tokens = message.tokens or []
    return tuple(token.text.lower() for token in tokens[span.first : span.last + 1])
