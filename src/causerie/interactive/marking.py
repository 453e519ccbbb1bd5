"""Entities that the designer marks: ``from [Rome](city)``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from causerie.files.annotations import read_annotations
from causerie.ports import Json
from causerie.training_data import EntityAnnotation


def check_marked(typed: str, text: str) -> str:
    """What is wrong with the notation; the text itself must stay as it was said."""
    wrong: list[str] = []
    found, _ = read_annotations(
        typed, lambda column, severity, message, advice: wrong.append(f"{message} {advice}")
    )
    if wrong:
        return wrong[0]
    return "" if found == text else f"Without its marks this reads '{found}'; said was '{text}'."


def marked_entities(typed: str, before: Sequence[Mapping[str, Any]]) -> list[Json]:
    """The entities in a text; what extractors told of one that stays as it was is kept."""
    _, entities = read_annotations(typed, lambda *_: None)
    return [_known(entity, before) or _new(entity) for entity in entities]


def _known(entity: EntityAnnotation, before: Sequence[Mapping[str, Any]]) -> Json | None:
    keys = asdict(entity)
    return next((dict(x) for x in before if all(x.get(key) == keys[key] for key in keys)), None)


def _new(entity: EntityAnnotation) -> Json:
    return {key: value for key, value in asdict(entity).items() if value is not None}
