"""markers.yml."""

from __future__ import annotations

from causerie.evaluation.markers import CONDITIONS, NEGATIONS, OF_ONE, OPERATORS
from docs.generate.schemas.pieces import Schema, an_object, ref

MEANINGS = {
    "action": "The action was run.",
    "intent": "The user meant this.",
    "slot_was_set": "The slot has a value.",
    "and": "All of these apply.",
    "or": "Any of these applies.",
    "not": "This does not apply.",
    "seq": "These apply one after the other.",
    "at_least_once": "This applied at some time; only the first time counts.",
}


def markers() -> Schema:
    return {
        "title": "Markers (markers.yml)",
        "description": "Points of conversations to count: a name, and conditions on events.",
        "type": "object",
        "additionalProperties": ref("marker"),
        "$defs": {"marker": _marker()},
    }


def _marker() -> Schema:
    keys: dict[str, Schema] = {"description": {"description": "What the marker is for."}}
    for tag in (*CONDITIONS, *OPERATORS, *NEGATIONS):
        kind = NEGATIONS.get(tag, tag)
        parts: Schema = {"type": "array", "items": ref("marker"), "minItems": 1}
        if kind in OF_ONE:
            parts["maxItems"] = 1
        keys[tag] = {"type": "string"} if kind in CONDITIONS else parts
        keys[tag]["description"] = MEANINGS.get(tag, f"Read as '{kind}', without the negation.")
        if tag in NEGATIONS:
            keys[tag]["deprecated"] = True
    tags = [{"required": [tag]} for tag in keys if tag != "description"]
    return {**an_object(keys), "oneOf": tags}
