"""NLU data in Rasa's JSON format (``rasa_nlu_data``)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from causerie.errors import Place
from causerie.files.nlu_lookup import find_file, read_lookup_file
from causerie.files.nodes import describe_value
from causerie.files.problems import Problems
from causerie.files.text import read_text
from causerie.training_data import EntityAnnotation, Example, Regex

if TYPE_CHECKING:
    from causerie.files.nlu import NluParts

_LISTS = ("common_examples", "intent_examples", "entity_examples")


def read_nlu_json(file: Path, parts: NluParts, problems: Problems) -> None:
    data = _load(file, problems)
    if data is None:
        return
    place = Place(str(file))
    for key in _LISTS:
        for raw in _objects(data, key, place, problems):
            example = _example(raw, place, problems)
            if example:
                parts.examples.append(example)
    for raw in _objects(data, "entity_synonyms", place, problems):
        words = raw.get("synonyms")
        for word in words if isinstance(words, list) else ():
            parts.synonyms[str(word)] = str(raw.get("value", ""))
    for raw in _objects(data, "regex_features", place, problems):
        parts.regexes.append(Regex(str(raw.get("name", "")), str(raw.get("pattern", "")), place))
    for raw in _objects(data, "lookup_tables", place, problems):
        words = _lookup_words(raw.get("elements"), file, place, problems)
        parts.lookups.setdefault(str(raw.get("name", "")), ([], place))[0].extend(words)


def _load(file: Path, problems: Problems) -> dict[str, Any] | None:
    text = read_text(file, problems)
    if text is None:
        return None
    try:
        raw = json.loads(text)
    except json.JSONDecodeError as error:
        place = Place(str(file), error.lineno, error.colno)
        problems.error(f"This is no JSON: {error.msg}.", place, kind="syntax")
        return None
    except (RecursionError, ValueError) as error:
        problems.error(f"This JSON can't be read: {error}.", Place(str(file)), kind="too_deep")
        return None
    data = raw.get("rasa_nlu_data") if isinstance(raw, dict) else None
    if isinstance(data, dict):
        return data
    problems.error(
        "'rasa_nlu_data' must be an object.", Place(str(file)), found=describe_value(data), kind="wrong_type"
    )
    return None


def _objects(data: dict[str, Any], key: str, place: Place, problems: Problems) -> list[dict[str, Any]]:
    listed = data.get(key) or []
    if not isinstance(listed, list) or not all(isinstance(item, dict) for item in listed):
        problems.error(f"'{key}' must be a list of objects.", place, kind="wrong_type")
        return []
    return listed


def _example(raw: dict[str, Any], place: Place, problems: Problems) -> Example | None:
    text, intent = raw.get("text", ""), raw.get("intent")
    if not isinstance(text, str) or not isinstance(intent, str | None):
        problems.error(
            "An example needs 'text' and 'intent' that are text.",
            place,
            found=describe_value(json.dumps(raw)),
            kind="wrong_type",
        )
        return None
    try:
        entities = tuple(_entity(entity, text) for entity in raw.get("entities") or ())
    except (KeyError, TypeError, ValueError, AttributeError):
        problems.error(
            f"An entity of the example '{text}' can't be read.",
            place,
            expected='{"start": 0, "end": 4, "entity": "name", "value": "…"}',
            kind="annotation",
        )
        return None
    known = {"text", "intent", "entities", "metadata"}
    metadata = raw.get("metadata")
    extra = {key: value for key, value in raw.items() if key not in known}
    return Example(
        text.strip(),
        intent,
        entities,
        {**extra, **(metadata if isinstance(metadata, dict) else {})},
        {},
        place,
    )


def _entity(raw: dict[str, Any], text: str) -> EntityAnnotation:
    start, end = int(raw["start"]), int(raw["end"])
    value = raw.get("value", text[start:end])
    return EntityAnnotation(start, end, str(raw["entity"]), str(value), raw.get("role"), raw.get("group"))


def _lookup_words(elements: Any, file: Path, place: Place, problems: Problems) -> list[str]:
    if isinstance(elements, str):
        return read_lookup_file(find_file(elements, str(file)), place, problems)
    return [str(element) for element in elements] if isinstance(elements, list) else []
