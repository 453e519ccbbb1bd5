"""What a component says of a message, as ours; each raises ComponentError for what is no such thing."""

from __future__ import annotations

from typing import Any

from causerie.compat.calling import wrong
from causerie.nlu.message import ExtractedEntity, IntentScore

KNOWN = (
    "entity", "start", "end", "value", "extractor", "role", "group",
    "confidence_entity", "confidence_role", "confidence_group", "processors",
)  # fmt: skip


def text_as_ours(text: Any, component: type) -> str:
    if not isinstance(text, str):
        raise wrong(component, f"the 'text' of a message must be a str; {_found(text)} was set.")
    return text


def intent_as_ours(intent: Any, component: type) -> IntentScore:
    """``{"name": …, "confidence": …}``."""
    if not isinstance(intent, dict) or "name" not in intent:
        raise wrong(
            component,
            f"'intent' must be a dict with 'name' and 'confidence'; {_found(intent)} was set.",
            'Write message.set("intent", {"name": …, "confidence": …}, add_to_output=True).',
        )
    return IntentScore(intent["name"], _number(intent.get("confidence", 0.0), "confidence", component))


def ranking_as_ours(ranking: Any, component: type) -> list[IntentScore]:
    if not isinstance(ranking, list):
        raise wrong(component, f"'intent_ranking' must be a list of intents; {_found(ranking)} was set.")
    return [intent_as_ours(intent, component) for intent in ranking]


def selected_as_ours(selected: Any, component: type) -> dict[str, Any]:
    if not isinstance(selected, dict):
        raise wrong(component, f"'response_selector' must be a dict; {_found(selected)} was set.")
    return selected


def entities_as_ours(entities: Any, component: type) -> list[ExtractedEntity]:
    if not isinstance(entities, list | tuple):
        raise wrong(component, f"'entities' must be a list of dicts; {_found(entities)} was set.")
    return [_entity(entity, component) for entity in entities]


def _entity(entity: Any, component: type) -> ExtractedEntity:
    """``start`` and ``end`` may be left out by an entity that stands for the whole message."""
    if not isinstance(entity, dict) or not isinstance(entity.get("entity"), str):
        raise wrong(
            component,
            f"an entity must be a dict with 'entity', 'value', 'start' and 'end'; {_found(entity)} was set.",
        )
    return ExtractedEntity(
        entity=entity["entity"],
        start=int(_number(entity.get("start") or 0, "start", component)),
        end=int(_number(entity.get("end") or 0, "end", component)),
        value=entity.get("value"),
        extractor=str(entity.get("extractor") or component.__name__),
        role=entity.get("role"),
        group=entity.get("group"),
        confidence_entity=entity.get("confidence_entity"),
        confidence_role=entity.get("confidence_role"),
        confidence_group=entity.get("confidence_group"),
        processors=tuple(entity.get("processors") or ()),
        extra={key: value for key, value in entity.items() if key not in KNOWN},
    )


def _number(value: Any, key: str, component: type) -> float:
    try:
        return float(value)
    except (TypeError, ValueError):
        raise wrong(component, f"'{key}' must be a number; {_found(value)} was set.") from None


def _found(value: Any) -> str:
    return f"{value!r:.60} ({type(value).__name__})"
