"""Texts with their entities written in, as in NLU data and test stories."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from causerie.files.payloads import PREFIX


def annotated(text: str, entities: Iterable[Mapping[str, Any]]) -> str:
    """The text with its entities written in; a payload (``/intent{…}``) says them itself."""
    if text.startswith(PREFIX):
        return text
    spans: dict[tuple[int, int], list[Mapping[str, Any]]] = {}
    for entity in entities:
        if "start" in entity and "end" in entity:
            spans.setdefault((entity["start"], entity["end"]), []).append(entity)
    written, done = "", 0
    for (start, end), found in sorted(spans.items(), key=lambda item: item[0]):
        if start < done:
            continue  # entities that overlap can't be written; the first one stays
        written += f"{text[done:start]}[{text[start:end]}]{_notation(text[start:end], found)}"
        done = end
    return written + text[done:]


def _notation(text: str, entities: list[Mapping[str, Any]]) -> str:
    if len(entities) > 1:
        return "[" + ", ".join(_properties(text, entity) for entity in entities) + "]"
    properties = _properties(text, entities[0])
    name = entities[0].get("entity")
    return f"({name})" if properties == json.dumps({"entity": name}) else properties


def _properties(text: str, entity: Mapping[str, Any]) -> str:
    value = entity.get("value")
    written = {
        "entity": entity.get("entity"),
        "role": entity.get("role"),
        "group": entity.get("group"),
        "value": None if value == text else value,
    }
    return json.dumps({key: item for key, item in written.items() if item is not None})
