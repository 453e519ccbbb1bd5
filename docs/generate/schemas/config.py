"""config.yml."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from causerie.files.config import RECIPES
from docs.generate.option_meanings import meaning
from docs.generate.registered import REGISTRIES, Entry, entries
from docs.generate.schemas.open_turns import open_turns
from docs.generate.schemas.pieces import Schema, by_value, listed, names, one_of, or_variable, ref, text

IDLE: Schema = {"deprecated": True, "description": "No effect here; accepted so that projects of Rasa run."}
LISTS_OR_ONE = ("OOV_words", "stop_words", "dimensions", "ignore_intents_list")


def config() -> Schema:
    return {
        "title": "Configuration (config.yml)",
        "description": "How messages are understood (pipeline) and how actions are chosen (policies).",
        "type": "object",
        "properties": {
            "recipe": text("How the file is read.", enum=[*RECIPES, None]),
            "language": text("The language of the examples, for example en.", examples=["en", "fr", "de"]),
            "assistant_id": text("A name that no other assistant of yours has."),
            "pipeline": listed(ref("component"), "Components, one after the other; left out: a default one."),
            "policies": listed(ref("policy"), "What chooses the next action; left out: default ones."),
            "importers": listed(
                ref("importer"), "Classes that read the project; left out: RasaFileImporter."
            ),
            "open_turns": open_turns(),
            "imports": names("Folders of projects to add (MultiProjectImporter)."),
        },
        "$defs": {
            "component": _named("components", "component", ("name",)),
            "policy": _named("policies", "policy", ("name", "featurizer")),
            "importer": {
                "type": ["object", "string"],
                "required": ["name"],
                "properties": {"name": text("The importer, or package.module.Class.")},
            },
        },
    }


def _named(kind: str, one: str, common: Iterable[str]) -> Schema:
    found = entries(kind)
    registry = REGISTRIES[kind]
    name = one_of(registry.table, f"The {one}, or a class of your own.", registry.refused)
    of_name = {entry.name: _options(entry, common) for entry in found}
    by_name = {"allOf": by_value("name", of_name)}
    return {
        "if": {"type": "object"},
        "then": {"required": ["name"], "properties": {"name": name}, **by_name},
        "else": name,
    }


def _options(entry: Entry, common: Iterable[str]) -> Schema:
    properties: dict[str, Any] = {key: {} for key in common}
    properties["name"] = {"description": " ".join((entry.doc or entry.module_doc).split())}
    for key, default in entry.defaults.items():
        properties[key] = {
            **_of_default(key, default),
            "description": meaning(entry.name, key),
            "default": default,
        }
    for key in entry.idle:
        properties.setdefault(key, IDLE)
    return {"properties": properties, "additionalProperties": False}


def _of_default(key: str, default: Any) -> Schema:
    """What the default shows of the values that make sense; anything where it shows nothing."""
    if key in LISTS_OR_ONE or default is None or key == "split_entities_by_comma":
        return {}
    if isinstance(default, bool):
        return or_variable({"type": ["boolean", "null"]})
    if isinstance(default, int | float):
        return or_variable({"type": ["number", "null"]})
    if isinstance(default, str):
        return {"type": ["string", "null"]}
    return or_variable({"type": ["array", "null"]})
