"""A domain of format 2.0 → format 3: the mappings of forms move to the slots they fill."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from causerie.errors import CauserieError
from causerie.files.versions import LATEST

# These may fill a slot also while the form asks for another one.
FILL_ANY_TIME = ("from_entity", "from_trigger_intent")


def migrate_domain(documents: Sequence[CommentedMap]) -> list[str]:
    """Changes all documents of one domain; returns the slots that had no mapping and got ``custom``."""
    slots = _slots(documents)
    for document in documents:
        document.pop("version", None)
        document.insert(0, "version", DoubleQuotedScalarString(LATEST))
        for name, form in (document.get("forms") or {}).items():
            document["forms"][name] = _migrated_form(str(name), form or {}, slots, document)
    entities = {_name(entity) for document in documents for entity in document.get("entities") or ()}
    return [name for name, slot in slots.items() if _complete(name, slot, entities)]


def _slots(documents: Sequence[CommentedMap]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for document in documents:
        for key in ("slots", "forms"):
            if not isinstance(document.get(key) or {}, dict):
                raise CauserieError(f"'{key}' must be a mapping; found {document[key]!r}.")
        for name, slot in (document.get("slots") or {}).items():
            if not isinstance(slot, dict):
                raise CauserieError(f"The slot '{name}' must be a mapping with 'type'; found {slot!r}.")
            found[name] = slot
    return found


def _migrated_form(name: str, form: Any, slots: dict[str, Any], document: CommentedMap) -> Any:
    """Before 2.6 the slots stood in the form itself."""
    if not isinstance(form, dict):
        raise CauserieError(f"The form '{name}' must be a mapping; found {form!r}.")
    ignored = form.pop("ignored_intents", None)
    required = form.get("required_slots", form)
    for slot, mappings in required.items() if isinstance(required, dict) else ():
        if slot not in slots:
            slots[slot] = {"type": "text"}
            document.setdefault("slots", CommentedMap())[slot] = slots[slot]
        for mapping in _mappings(mappings, name, str(slot)):
            _add(mapping, name, str(slot), slots[slot])
    migrated: dict[str, Any] = {"required_slots": [str(slot) for slot in required or ()]}
    return {**migrated, "ignored_intents": ignored} if ignored else migrated


def _mappings(mappings: Any, form: str, slot: str) -> Iterator[Mapping[str, Any]]:
    for mapping in mappings if isinstance(mappings, list) else [mappings]:
        if not isinstance(mapping, dict) or "type" not in mapping:
            raise CauserieError(
                f"The slot '{slot}' of the form '{form}' must have mappings such as 'type: from_text'; "
                f"found {mapping!r}."
            )
        yield mapping


def _add(mapping: Mapping[str, Any], form: str, slot: str, properties: dict[str, Any]) -> None:
    """The same mapping of another form gets one more condition."""
    condition: dict[str, Any] = {"active_loop": form}
    if mapping["type"] not in FILL_ANY_TIME:
        condition["requested_slot"] = slot
    for known in properties.setdefault("mappings", []):
        if {key: value for key, value in known.items() if key != "conditions"} == mapping:
            known.setdefault("conditions", []).append(condition)
            return
    properties["mappings"].append({**mapping, "conditions": [condition]})


def _complete(name: str, slot: dict[str, Any], entities: set[str]) -> bool:
    """Filling by the entity of that name was automatic; True if nothing fills the slot now."""
    automatic = slot.pop("auto_fill", True) is True
    by_entity = {"type": "from_entity", "entity": name}
    mappings = slot.get("mappings") or []
    if automatic and name in entities and by_entity not in mappings:
        mappings.append(by_entity)
    slot["mappings"] = mappings or [{"type": "custom"}]
    return not mappings


def _name(entity: Any) -> str:
    return str(next(iter(entity), "")) if isinstance(entity, dict) else str(entity)
