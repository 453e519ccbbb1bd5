"""The mappings of a slot."""

from __future__ import annotations

from typing import Any

from causerie.domain import Condition, Mapping, MappingType
from causerie.files import expect, nodes
from causerie.files.nodes import Node, Scalar, describe, is_nothing, plain
from causerie.files.problems import Problems
from causerie.registry import did_you_mean

MAPPING_KEYS = (
    "type", "entity", "role", "group", "intent", "not_intent", "value", "action", "conditions",
)  # fmt: skip
CONDITION_KEYS = ("active_loop", "requested_slot")
NEEDED = {
    MappingType.FROM_ENTITY: "entity",
    MappingType.FROM_INTENT: "value",
    MappingType.FROM_TRIGGER_INTENT: "value",
}


def read_mappings(slot: nodes.Mapping, name: str, problems: Problems) -> tuple[Mapping, ...]:
    """The mappings under a slot's ``mappings``; the key must be there, the list may be empty."""
    what = f"'mappings' of the slot '{name}'"
    listed = slot.get("mappings")
    if listed is None or is_nothing(listed):
        problems.error(
            f"The slot '{name}' has no 'mappings'.",
            slot.place if listed is None else listed.place,
            expected="mappings: [{type: from_entity, entity: …}], or {type: custom}",
            advice="Since Rasa 3 every slot says what fills it; one that only actions set takes "
            "'- type: custom'.",
            kind="missing_key",
            name=name,
        )
        return ()
    items = expect.sequence(listed, what, problems)
    read = (_mapping(item, name, problems) for item in items or ())
    return tuple(mapping for mapping in read if mapping)


def _mapping(node: Node, slot: str, problems: Problems) -> Mapping | None:
    what = f"A mapping of the slot '{slot}'"
    item = expect.mapping(node, what, problems)
    if item is None:
        return None
    expect.known_keys(item, MAPPING_KEYS, what, problems, "warning")
    kind = _type(item, slot, problems)
    if kind is None or not _has_needed_key(item, kind, slot, problems):
        return None
    return Mapping(
        kind,
        entity=expect.optional_text(item, "entity", what, problems),
        role=expect.optional_text(item, "role", what, problems),
        group=expect.optional_text(item, "group", what, problems),
        intents=expect.names(item.get("intent"), f"'intent' of a mapping of the slot '{slot}'", problems),
        not_intents=expect.names(
            item.get("not_intent"), f"'not_intent' of a mapping of the slot '{slot}'", problems
        ),
        value=plain(item.get("value")),
        action=expect.optional_text(item, "action", what, problems),
        conditions=_conditions(item.get("conditions"), slot, problems),
    )


def _type(item: nodes.Mapping, slot: str, problems: Problems) -> MappingType | None:
    node = item.get("type")
    written: Any = node.value if isinstance(node, Scalar) else None
    kinds = [kind.value for kind in MappingType]
    if written in kinds:
        return MappingType(written)
    problems.error(
        f"The slot '{slot}' has a mapping of no known type."
        if node
        else f"A mapping of the slot '{slot}' has no 'type'.",
        node.place if node else item.place,
        expected=", ".join(kinds),
        found=describe(node),
        advice=did_you_mean(str(written), kinds),
        name=slot,
    )
    return None


def _has_needed_key(item: nodes.Mapping, kind: MappingType, slot: str, problems: Problems) -> bool:
    key = NEEDED.get(kind)
    if key is None or not is_nothing(item.get(key)):
        return True
    problems.error(
        f"A mapping of the type '{kind}' needs the key '{key}' (slot '{slot}').",
        item.place,
        expected=f"{key}: …",
        found=describe(item),
        kind="missing_key",
        name=slot,
    )
    return False


def _conditions(node: Node | None, slot: str, problems: Problems) -> tuple[Condition, ...]:
    if is_nothing(node):
        return ()
    what = f"'conditions' of a mapping of the slot '{slot}'"
    listed = expect.sequence(node, what, problems)
    found = []
    for item in listed or ():
        condition = expect.mapping(item, f"Each of {what}", problems)
        if condition is None:
            continue
        expect.known_keys(
            condition, CONDITION_KEYS, f"A condition of a mapping of the slot '{slot}'", problems
        )
        found.append(
            Condition(
                expect.optional_text(condition, "active_loop", what, problems),
                expect.optional_text(condition, "requested_slot", what, problems),
            )
        )
    return tuple(found)
