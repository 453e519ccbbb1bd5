"""Training data: ours ↔ Rasa's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from causerie.compat.rasa.shared.nlu.constants import ENTITIES, METADATA, TEXT
from causerie.compat.rasa.shared.nlu.training_data.message import Message
from causerie.compat.rasa.shared.nlu.training_data.training_data import TrainingData
from causerie.domain.responses import Variation
from causerie.errors import Place
from causerie.training_data import EntityAnnotation, Example, Lookup, NluData, Regex

Json = dict[str, Any]


def message_of_example(example: Example) -> Message:
    return Message.build(
        example.text,
        example.intent,
        [_entity(annotation) for annotation in example.entities],
        dict(example.intent_metadata) or None,
        dict(example.metadata) or None,
    )


def _entity(annotation: EntityAnnotation) -> Json:
    written = {
        "start": annotation.start,
        "end": annotation.end,
        "value": annotation.value,
        "entity": annotation.entity,
        "role": annotation.role,
        "group": annotation.group,
    }
    return {key: value for key, value in written.items() if value is not None}


def training_data_of(data: NluData, messages: Sequence[Message] | None = None) -> TrainingData:
    """Rasa's view; ``messages`` are those of the examples, where they were made before."""
    return TrainingData(
        list(messages) if messages is not None else [message_of_example(x) for x in data.examples],
        dict(data.synonyms),
        [{"name": regex.name, "pattern": regex.pattern} for regex in data.regexes],
        [{"name": lookup.name, "elements": list(lookup.elements)} for lookup in data.lookups],
        {name: [dict(x.fields) for x in said] for name, said in data.responses.items()},
    )


def nlu_of(data: TrainingData, file: str = "") -> NluData:
    """The same as our value; ``file`` is what mistakes are said to be in."""
    place = Place(file)
    return NluData(
        examples=tuple(_example(message, place) for message in data.nlu_examples if message.get(TEXT)),
        synonyms=dict(data.entity_synonyms),
        regexes=tuple(Regex(regex["name"], regex["pattern"], place) for regex in data.regex_features),
        lookups=tuple(
            Lookup(table["name"], _elements(table["elements"]), place) for table in data.lookup_tables
        ),
        responses={
            name: tuple(Variation(fields=dict(fields)) for fields in said)
            for name, said in data.responses.items()
        },
    )


def _example(message: Message, place: Place) -> Example:
    metadata = message.get(METADATA) or {}
    return Example(
        text=message.get(TEXT),
        intent=message.get_full_intent() if message.get("intent") else None,
        entities=tuple(_annotation(entity, message.get(TEXT)) for entity in message.get(ENTITIES) or ()),
        metadata=_mapping(metadata.get("example")),
        intent_metadata=_mapping(metadata.get("intent")),
        place=place,
    )


def _annotation(entity: Json, text: str) -> EntityAnnotation:
    start, end = int(entity["start"]), int(entity["end"])
    value = entity.get("value")
    return EntityAnnotation(
        start,
        end,
        entity["entity"],
        text[start:end] if value is None else str(value),
        entity.get("role"),
        entity.get("group"),
    )


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _elements(elements: Any) -> tuple[str, ...]:
    """A list, or the name of a file with one element per line."""
    if isinstance(elements, str):
        from causerie.compat.rasa.shared.utils.io import read_file

        return tuple(line.strip() for line in read_file(elements).splitlines() if line.strip())
    return tuple(str(element) for element in elements)
