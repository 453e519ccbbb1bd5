"""Entities, token by token: each token's right label and the one an extractor gave it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from causerie.evaluation.nlu_results import EntityResult
from causerie.ports import Json

NO_ENTITY = "no_entity"
Token = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Labelled:
    """One text, as one extractor labels its tokens. ``confidences`` are 0 where it says none."""

    result: EntityResult
    targets: tuple[str, ...]
    predicted: tuple[str, ...]
    confidences: tuple[float, ...]

    @property
    def is_wrong(self) -> bool:
        return self.targets != self.predicted

    @property
    def has_hit(self) -> bool:
        pairs = zip(self.targets, self.predicted, strict=True)
        return any(target == predicted != NO_ENTITY for target, predicted in pairs)


def label(result: EntityResult, extractor: str) -> Labelled:
    found = [entity for entity in result.predicted if entity.get("extractor") == extractor]
    chosen = [_best(token, found) for token in result.tokens]
    return Labelled(
        result,
        tuple(_label(_best(token, result.targets)) for token in result.tokens),
        tuple(_label(entity) for entity in chosen),
        tuple(_confidence(entity) for entity in chosen),
    )


def _best(token: Token, entities: Sequence[Json]) -> Json | None:
    """The entity that covers most of the token."""
    best = max(entities, key=lambda entity: _shared(token, entity), default=None)
    return best if best is not None and _shared(token, best) > 0 else None


def _shared(token: Token, entity: Json) -> int:
    start, end = token
    return max(0, min(end, int(entity["end"])) - max(start, int(entity["start"])))


def _label(entity: Json | None) -> str:
    """``city``, ``city.group``, ``city.role`` or ``city.group.role``."""
    if entity is None:
        return NO_ENTITY
    return ".".join(str(entity[key]) for key in ("entity", "group", "role") if entity.get(key))


def _confidence(entity: Json | None) -> float:
    """The least sure of its parts."""
    if entity is None:
        return 0.0
    keys = ("confidence_entity", "confidence_role", "confidence_group")
    return min(float(entity.get(key) or 1.0) for key in keys)
