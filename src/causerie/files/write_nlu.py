"""Writes NLU data, as YAML or in Rasa's JSON format."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from ruamel.yaml.scalarstring import DoubleQuotedScalarString, LiteralScalarString

from causerie.domain import Domain, Variation
from causerie.files.annotated import annotated
from causerie.files.domain_json import domain_as_dict, dump_yaml
from causerie.files.versions import LATEST
from causerie.training_data import EntityAnnotation, Example, NluData

Json = dict[str, Any]


def nlu_as_yaml(data: NluData) -> str:
    """Intents, then synonyms, regexes and lookups. Examples without an intent have no place in it."""
    sections = [
        *(_intent(name, found) for name, found in _grouped(data).items()),
        *({"synonym": value, "examples": _block(words)} for value, words in _synonyms(data).items()),
        *({"regex": name, "examples": _block(patterns)} for name, patterns in _regexes(data).items()),
        *({"lookup": lookup.name, "examples": _block(lookup.elements)} for lookup in data.lookups),
    ]
    return dump_yaml({"version": DoubleQuotedScalarString(LATEST), "nlu": sections})


def responses_as_yaml(responses: Mapping[str, tuple[Variation, ...]]) -> str:
    """The responses of retrieval intents; a remark when there are none."""
    if not responses:
        return "# There are no responses of retrieval intents.\n"
    written = domain_as_dict(Domain(responses=dict(responses)))["responses"]
    return dump_yaml({"version": DoubleQuotedScalarString(LATEST), "responses": written})


def nlu_as_json(data: NluData) -> str:
    found = {
        "common_examples": [_json_example(example) for example in data.examples],
        "regex_features": [{"name": regex.name, "pattern": regex.pattern} for regex in data.regexes],
        "lookup_tables": [{"name": x.name, "elements": list(x.elements)} for x in data.lookups],
        "entity_synonyms": [{"value": x, "synonyms": words} for x, words in _synonyms(data).items()],
    }
    return json.dumps({"rasa_nlu_data": found}, indent=2, ensure_ascii=False) + "\n"


def _grouped(data: NluData) -> dict[str, list[Example]]:
    groups: dict[str, list[Example]] = {}
    for example in data.examples:
        if example.intent:
            groups.setdefault(example.intent, []).append(example)
    return groups


def _intent(name: str, examples: list[Example]) -> Json:
    """A block of lines, or a list where an example has metadata or more than one line."""
    section: Json = {"intent": name}
    if examples[0].intent_metadata:
        section["metadata"] = dict(examples[0].intent_metadata)
    if any(example.metadata or "\n" in example.text for example in examples):
        return {**section, "examples": [_listed(example) for example in examples]}
    return {**section, "examples": _block(written_example(example) for example in examples)}


def _listed(example: Example) -> Json:
    text = LiteralScalarString(written_example(example) + "\n")
    return {"text": text, **({"metadata": dict(example.metadata)} if example.metadata else {})}


def written_example(example: Example) -> str:
    """The text with its entities written in."""
    return annotated(example.text, [asdict(entity) for entity in example.entities])


def _block(lines: Iterable[str]) -> LiteralScalarString:
    return LiteralScalarString("".join(f"- {line}\n" for line in lines))


def _synonyms(data: NluData) -> dict[str, list[str]]:
    """Value → words; without those that an annotation says already."""
    told = {(x.text[e.start : e.end], e.value) for x in data.examples for e in x.entities}
    found: dict[str, list[str]] = {}
    for word, value in data.synonyms.items():
        if (word, value) not in told:
            found.setdefault(value, []).append(word)
    return found


def _regexes(data: NluData) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for regex in data.regexes:
        found.setdefault(regex.name, []).append(regex.pattern)
    return found


def _json_example(example: Example) -> Json:
    written: Json = {"text": example.text}
    if example.intent:
        written["intent"] = example.intent
    if example.entities:
        written["entities"] = [_json_entity(entity) for entity in example.entities]
    if example.metadata:
        written["metadata"] = dict(example.metadata)
    return written


def _json_entity(entity: EntityAnnotation) -> Json:
    written = {"start": entity.start, "end": entity.end, "value": entity.value, "entity": entity.entity}
    labels = {"role": entity.role, "group": entity.group}
    return {**written, **{key: value for key, value in labels.items() if value is not None}}
