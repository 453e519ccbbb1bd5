"""Annotations in characters ↔ spans in tokens."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from causerie.nlu.message import Message, Token
from causerie.nlu.tagging.bilou import Span
from causerie.training_data import EntityAnnotation

logger = logging.getLogger(__name__)


def annotated_spans(message: Message) -> list[tuple[Span, EntityAnnotation]]:
    """The spans (labelled with the entity) of the annotations that fit whole tokens.

    A misaligned annotation is left out with a warning that names the example's place.
    """
    example = message.example
    if example is None or not example.entities:
        return []
    tokens = message.tokens or []
    starts = {token.start: index for index, token in enumerate(tokens)}
    ends = {token.end: index for index, token in enumerate(tokens)}
    found = []
    for annotation in example.entities:
        first, last = starts.get(annotation.start), ends.get(annotation.end)
        if first is None or last is None:
            logger.warning(
                "%s: '%s' in '%s' is not made of whole tokens (%s) and can't be learnt as '%s'.",
                *(example.place, example.text[annotation.start : annotation.end], example.text),
                *([token.text for token in tokens], annotation.entity),
            )
        else:
            found.append((Span(first, last, annotation.entity), annotation))
    return found


def split_at_commas(spans: Sequence[Span], tokens: Sequence[Token], setting: object) -> list[Span]:
    """Cut a span where the text between two of its tokens is more than one character.

    ``setting`` is ``split_entities_by_comma``: a bool, or a dict of bools per entity (label). Where it
    is off, up to three characters may stand between.
    """
    cut: list[Span] = []
    for span in spans:
        first = span.first
        for index in range(span.first + 1, span.last + 1):
            gap = tokens[index].start - tokens[index - 1].end
            if gap > (1 if splits(setting, span.label) else 3):
                cut.append(Span(first, index - 1, span.label))
                first = index
        cut.append(Span(first, span.last, span.label))
    return cut


def splits(setting: object, label: str) -> bool:
    return bool(setting.get(label, True)) if isinstance(setting, dict) else bool(setting)
