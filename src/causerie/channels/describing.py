"""What a route takes and answers: said once, beside its handler, and read by ``/openapi.json``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

Schema = Mapping[str, Any]
H = TypeVar("H", bound=Callable[..., Any])
JSON, TEXT, YAML = "application/json", "text/plain", "application/x-yaml"
WORDS: Schema = {"type": "string"}
SWITCH: Schema = {"type": "string", "description": "'true'; anything else is none.", "examples": ["true"]}
NOTHING: Mapping[str, Schema] = {}


@dataclass(frozen=True, slots=True)
class Query:
    """One parameter of the query."""

    name: str
    schema: Schema
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Description:
    """``answers`` and ``bodies``: content type → schema. ``fails``: the codes of refusals besides the usual."""

    summary: str
    answers: Mapping[int, Mapping[str, Schema]]
    query: tuple[Query, ...] = ()
    bodies: Mapping[str, Schema] = field(default_factory=dict)
    fails: tuple[int, ...] = ()


def described(
    summary: str,
    answers: Mapping[int, Mapping[str, Schema]],
    query: tuple[Query, ...] = (),
    bodies: Mapping[str, Schema] = NOTHING,
    fails: tuple[int, ...] = (),
) -> Callable[[H], H]:
    """Marks a handler."""

    def mark(handler: H) -> H:
        handler.__description__ = Description(summary, answers, query, bodies, fails)  # type: ignore[attr-defined]
        return handler

    return mark


def description_of(handler: Callable[..., Any]) -> Description | None:
    """None for a handler that says nothing of itself, such as one of a project's own channel."""
    found: Description | None = getattr(handler, "__description__", None)
    return found


def ref(name: str) -> Schema:
    """A schema of ``server/schemas.py``."""
    return {"$ref": f"#/components/schemas/{name}"}


def an_object(required: Mapping[str, Schema], optional: Mapping[str, Schema] = NOTHING) -> Schema:
    """An object with these keys; others may be there."""
    return {"type": "object", "required": list(required), "properties": {**required, **optional}}


def one_of(*names: str) -> Schema:
    """One of these words, in capitals or not."""
    return {"type": "string", "enum": [*names, *(name.lower() for name in names)]}


def a_list(items: Schema, at_least: int = 0) -> Schema:
    return {"type": "array", "items": items, **({"minItems": at_least} if at_least else {})}


def or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}
