"""What the model makes of annotated examples."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from causerie.domain.names import INTENT_NLU_FALLBACK
from causerie.evaluation.subject import Subject
from causerie.ports import Json
from causerie.training_data import Example, NluData

# They come trained: what they find says nothing about the project's examples.
READY_MADE = ("DucklingEntityExtractor", "SpacyEntityExtractor")


@dataclass(frozen=True, slots=True)
class LabelResult:
    """An intent or a response: what was right, what was predicted, and how surely."""

    text: str
    target: str
    predicted: str
    confidence: float

    @property
    def passed(self) -> bool:
        return self.target == self.predicted


@dataclass(frozen=True, slots=True)
class EntityResult:
    """``tokens`` are stretches of the text, (start, end)."""

    text: str
    targets: tuple[Json, ...]
    predicted: tuple[Json, ...]
    tokens: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class NluResults:
    """Empty where the examples hold too little to compare: one intent only, no entities …"""

    intents: tuple[LabelResult, ...]
    responses: tuple[LabelResult, ...]
    entities: tuple[EntityResult, ...]


async def examine(data: NluData, subject: Subject) -> NluResults:
    """Let the model read every example."""
    answers = [(example, await subject.parse(example.text)) for example in data.examples]
    with_intents = len({x.main_intent for x in data.examples if x.main_intent}) > 1
    with_responses = len({x.intent for x in data.examples if x.response_key}) > 1
    with_entities = any(x.entities for x in data.examples)
    return NluResults(
        tuple(_intent(x, parsed) for x, parsed in answers if with_intents and x.main_intent),
        tuple(_response(x, parsed) for x, parsed in answers if with_responses and x.response_key),
        tuple(_entities(x, parsed) for x, parsed in answers if with_entities),
    )


def _intent(example: Example, parsed: Json) -> LabelResult:
    """What the classifier found, even where the fallback overruled it."""
    intent = parsed["intent"]
    ranking = parsed.get("intent_ranking") or []
    if intent.get("name") == INTENT_NLU_FALLBACK and len(ranking) > 1:
        intent = ranking[1]
    return LabelResult(
        example.text, example.main_intent or "", intent.get("name") or "", intent.get("confidence") or 0.0
    )


def _response(example: Example, parsed: Json) -> LabelResult:
    """What the selector of the right intent found."""
    selectors = parsed.get("response_selector") or {}
    selected = selectors.get(example.main_intent) or selectors.get("default") or {}
    response = selected.get("response") or {}
    return LabelResult(
        example.text,
        example.intent or "",
        response.get("intent_response_key") or "",
        response.get("confidence") or 0.0,
    )


def _entities(example: Example, parsed: Json) -> EntityResult:
    return EntityResult(
        example.text,
        tuple(_annotation(entity) for entity in example.entities),
        tuple(entity for entity in parsed["entities"] if entity.get("extractor") not in READY_MADE),
        tuple((start, end) for start, end in parsed.get("text_tokens") or ()),
    )


def _annotation(entity: Any) -> Json:
    keys = ("start", "end", "value", "entity", "role", "group")
    return {key: getattr(entity, key) for key in keys if getattr(entity, key) is not None}


def extractors(results: Sequence[EntityResult]) -> list[str]:
    """Those that found anything."""
    return sorted({entity["extractor"] for result in results for entity in result.predicted})
