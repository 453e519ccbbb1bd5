"""The small schemas that the others are made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

Schema = dict[str, Any]
MODULE_PATH = r"^[A-Za-z_]\w*(\.[A-Za-z_]\w*)+$"
VARIABLE = r"\$"  # ${DB_PASSWORD}: what the environment says
NUMBER_IN_QUOTES = r"^[0-9]+(\.[0-9]+)?$"


def ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def text(description: str = "", **more: Any) -> Schema:
    return _described({"type": ["string", "null"], **more}, description)


def switch(description: str = "") -> Schema:
    return _described({"type": ["boolean", "null"]}, description)


def number(description: str = "", **more: Any) -> Schema:
    return _described({"type": ["number", "null"], **more}, description)


def or_variable(schema: Schema) -> Schema:
    """Also ``${NAME}``, which is text before the environment is asked, and numbers that it may give."""
    types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    counts = {"number", "integer"} & set(types)
    return {
        **schema,
        "type": [*types, "string"],
        "pattern": f"{VARIABLE}|{NUMBER_IN_QUOTES}" if counts else VARIABLE,
    }


def names(description: str = "") -> Schema:
    """A list of names, or one alone."""
    return _described({"type": ["array", "string", "null"], "items": {"type": "string"}}, description)


def listed(items: Schema, description: str = "") -> Schema:
    return _described({"type": ["array", "null"], "items": items}, description)


def an_object(
    properties: Mapping[str, Schema], description: str = "", open: bool = False, **more: Any
) -> Schema:
    found: Schema = {"type": "object", "properties": dict(properties), **more}
    if not open:
        found["additionalProperties"] = False
    return _described(found, description)


def one_of(known: Iterable[str], description: str = "", refused: Mapping[str, str] | None = None) -> Schema:
    """A known name, or the module path of a class."""
    choices: list[Schema] = [{"enum": sorted(known)}]
    choices += [
        {"const": name, "deprecated": True, "description": why} for name, why in (refused or {}).items()
    ]
    choices.append({"pattern": MODULE_PATH, "description": "A class of your own: package.module.Class."})
    return _described({"type": "string", "anyOf": choices}, description)


def suggested(known: Iterable[str], description: str = "") -> Schema:
    """Any text; these names are offered."""
    return _described({"anyOf": [{"enum": list(known)}, {"type": ["string", "null"]}]}, description)


def in_any_case(name: str) -> str:
    """A pattern, as these schemas have no other way to say it."""
    return "^" + "".join(f"[{x.lower()}{x.upper()}]" if x.isalpha() else x for x in name) + "$"


def by_key(cases: Mapping[str, Schema]) -> Schema:
    """The schema of the first of these keys that is there; none of them is wrong."""
    found: Schema = {"anyOf": [{"required": [key]} for key in cases]}
    for key, schema in reversed(cases.items()):
        found = {"if": {"required": [key]}, "then": schema, "else": found}
    return found


def by_value(key: str, cases: Mapping[str, Schema]) -> list[Schema]:
    """For ``allOf``: the schema that counts when ``key`` has this value."""
    return [
        {"if": {"required": [key], "properties": {key: {"const": value}}}, "then": schema}
        for value, schema in cases.items()
    ]


def _described(schema: Schema, description: str) -> Schema:
    return {**schema, "description": description} if description else schema
