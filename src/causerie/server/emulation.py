"""Parses in the form of other services: ``?emulation_mode=WIT``, ``LUIS`` or ``DIALOGFLOW``."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from causerie.errors import RequestError
from causerie.ports import Json


def emulated(parsed: Json, mode: str | None) -> Json:
    """What the service of that name would have answered; Rasa's own form without a mode."""
    if mode is None:
        return parsed
    form = FORMS.get(mode.lower())
    if form is None:
        raise RequestError(
            400,
            "BadRequest",
            f"'emulation_mode' must be one of WIT, LUIS, DIALOGFLOW; found '{mode}'.",
            {"parameter": "emulation_mode", "in": "query"},
        )
    return form(parsed)


def _wit(parsed: Json) -> Json:
    entities: dict[str, list[Json]] = {}
    for entity in parsed["entities"]:
        name, start, end = entity["entity"], entity.get("start", 0), entity.get("end", 0)
        role = entity.get("role", name)
        entities.setdefault(f"{name}:{role}", []).append(
            {
                "confidence": entity.get("confidence_entity") or 1,
                "name": name,
                "value": entity["value"],
                "body": parsed["text"][start:end],
                "start": start,
                "end": end,
                "role": role,
                "entities": [],
            }
        )
    return {"text": parsed["text"], "intents": [parsed["intent"]], "entities": entities}


def _luis(parsed: Json) -> Json:
    top = parsed.get("intent") or {}
    ranking = parsed.get("intent_ranking") or ([top] if top else [])
    return {
        "query": parsed["text"],
        "prediction": {
            "normalizedQuery": parsed["text"],
            "topIntent": top.get("name"),
            "intents": {_key(x["name"]): {"score": x["confidence"]} for x in ranking},
            "entities": _luis_entities(parsed["entities"]),
        },
    }


def _luis_entities(entities: list[Json]) -> Json:
    """Of several with the same role, the last counts: LUIS has one place for each."""
    values: Json = {}
    instances: Json = {}
    for entity in entities:
        name = str(entity.get("role", entity["entity"]))
        placed = "start" in entity and "end" in entity
        values[name] = [entity["value"]]
        instances[name] = [
            {
                "role": entity.get("role"),
                "type": entity["entity"],
                "text": entity["value"],
                "startIndex": entity.get("start"),
                "length": entity["end"] - entity["start"] if placed else None,
                "score": entity.get("confidence"),
                "modelType": entity.get("extractor"),
            }
        ]
    return {"$instance": instances, **values}


def _key(name: str | None) -> str:
    return "null" if name is None else name


def _dialogflow(parsed: Json) -> Json:
    parameters: dict[str, list[object]] = {}
    for entity in parsed["entities"]:
        parameters.setdefault(entity["entity"], []).append(entity["value"])
    intent = parsed.get("intent") or {}
    name = intent.get("name")
    return {
        "responseId": str(uuid.uuid4()),
        "queryResult": {
            "queryText": parsed["text"],
            "action": name,
            "parameters": parameters,
            "fulfillmentText": "",
            "fulfillmentMessages": [],
            "outputContexts": [],
            "intent": {"name": name, "displayName": name},
            "intentDetectionConfidence": intent.get("confidence"),
        },
    }


FORMS: dict[str, Callable[[Json], Json]] = {"wit": _wit, "luis": _luis, "dialogflow": _dialogflow}
