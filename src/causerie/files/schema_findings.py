"""Holds a file against its JSON Schema; each finding says where, what was expected, and what to do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from typing import Any

from causerie import schemas
from causerie.errors import Place, Problem
from causerie.files import nodes
from causerie.files.nodes import Mapping, Node, Scalar, describe
from causerie.files.schema_words import mismatch, near_miss_of, node_at, words_of
from causerie.registry import did_you_mean

# The section of a file whose names packages can add, and the entry-point group for it.
ADDED_BY = {"pipeline": "causerie.component", "policies": "causerie.policy"}
ADDED_TO = {
    "credentials": "causerie.channel",
    "tracker_store": "causerie.tracker_store",
    "lock_store": "causerie.lock_store",
    "event_broker": "causerie.event_broker",
}


OWN_CLASS = "A class of your own is named by its module path: package.module.Class."


@dataclass(frozen=True, slots=True)
class Finding:
    """``places``: where else the same mistake may be told. ``stops``: nothing can be trained with it."""

    problem: Problem
    places: tuple[Place, ...]
    stops: bool = False


def findings(root: Node, schema: str) -> list[Finding]:
    """All that the schema finds, in the order of the file; one per place."""
    errors = _validator(schema).iter_errors(_plain(root))
    found = [finding for error in errors for finding in _findings(error, root, schema)]
    unknown = {finding.problem.place for finding in found if finding.problem.kind == "unknown_key"}
    covered = {x for y in found if y.problem.kind == "wrong_type" for x in y.places if x != y.problem.place}
    first: dict[Place, Finding] = {}
    for finding in found:
        # A misspelt key is told once, not also as the lack of the right one; nor what is in a wrong value.
        lacks_it = finding.problem.kind == "missing_key" and unknown & set(finding.places)
        if not lacks_it and finding.problem.place not in covered:
            first.setdefault(finding.problem.place, finding)
    return sorted(first.values(), key=lambda finding: finding.problem.place)


@cache
def _validator(name: str) -> Any:
    # Loaded when a project is checked: it takes a tenth of a second.
    return import_module("jsonschema").Draft202012Validator(schemas.schema(name))


def _findings(error: Any, root: Node, schema: str) -> Iterator[Finding]:
    path = list(error.absolute_path)
    node = node_at(root, path)
    where = words_of(root, path) or f"The file of {schema}"
    match error.validator:
        case "additionalProperties":
            yield from _unknown_keys(error, node, where)
        case "propertyNames" | "anyOf" | "enum" if isinstance(error.instance, str):
            yield from _unknown_name(error, node, path, schema, where)
        case _:
            message, expected = mismatch(error, where)
            kind = "missing_key" if error.validator in ("required", "anyOf", "oneOf") else "wrong_type"
            advice = near_miss_of(node, expected) if kind == "missing_key" else ""
            problem = Problem(message, node.place, expected, describe(node), advice, kind=kind)
            yield Finding(problem, tuple(_places_in(node)))


def _unknown_keys(error: Any, node: Node, where: str) -> Iterator[Finding]:
    keys = error.schema.get("properties", {})
    known = list(keys)
    usual = [key for key in known if not (isinstance(keys[key], dict) and keys[key].get("deprecated"))]
    if not isinstance(node, Mapping):
        return
    for key in node.entries:
        if str(key) in known:
            continue
        problem = Problem(
            f"{where} knows no key '{key}'.",
            node.key_place(key),
            expected=", ".join(usual),
            advice=did_you_mean(str(key), known),
            kind="unknown_key",
            names=(str(key),),
        )
        yield Finding(problem, (problem.place,))


def _unknown_name(
    error: Any, node: Node, path: Sequence[str | int], schema: str, where: str
) -> Iterator[Finding]:
    """A name of the wrong spelling, unless a package that is installed brings it."""
    name = error.instance
    place = node.key_place(name) if isinstance(node, Mapping) else node.place
    section = str(path[0]) if path else schema
    group = ADDED_BY.get(section) or ADDED_TO.get(section)
    if group and any(point.name == name for point in entry_points(group=group)):
        return
    known = _known_names(error.schema)
    problem = Problem(
        f"There is no {group.removeprefix('causerie.').replace('_', ' ')} called '{name}'."
        if group
        else f"{where} can't be '{name}'.",
        place,
        expected=", ".join(known),
        advice=did_you_mean(name, known) or (OWN_CLASS if group else ""),
        kind="unknown_name",
        names=(name,),
    )
    yield Finding(problem, (place,), stops=section in ADDED_BY)


def _known_names(schema: Any) -> list[str]:
    found = list(schema.get("enum", ()))
    for choice in schema.get("anyOf", ()):
        found += choice.get("enum", ())
    return [str(name) for name in found if name is not None]


def _places_in(node: Node) -> Iterator[Place]:
    """The places of a value and of all that stands in it."""
    yield node.place
    if isinstance(node, Mapping):
        for key, value in node.entries.items():
            yield node.key_place(key)
            yield from _places_in(value)
    elif isinstance(node, nodes.Sequence):
        for item in node:
            yield from _places_in(item)


def _plain(node: Node) -> Any:
    """As ``nodes.plain``, with keys that are text: JSON knows no others."""
    if isinstance(node, Mapping):
        return {str(key): _plain(value) for key, value in node.entries.items()}
    if isinstance(node, nodes.Sequence):
        return [_plain(item) for item in node.items]
    return node.value if isinstance(node, Scalar) else None
