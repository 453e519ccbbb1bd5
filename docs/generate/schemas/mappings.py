"""The mappings of a slot."""

from __future__ import annotations

from causerie.domain import MappingType
from causerie.files.domain_mappings import CONDITION_KEYS, MAPPING_KEYS, NEEDED
from docs.generate.schemas.pieces import Schema, an_object, by_value, listed, names, text

KINDS = {
    MappingType.FROM_ENTITY: "the value of an entity",
    MappingType.FROM_TEXT: "the whole message",
    MappingType.FROM_INTENT: "'value', when the intent is said",
    MappingType.FROM_TRIGGER_INTENT: "'value', when the intent starts the form",
    MappingType.CUSTOM: "nothing by itself: an action sets the slot",
}
_KEYS = {
    "type": {
        "enum": [str(kind) for kind in MappingType],
        "description": "What fills the slot. " + "; ".join(f"{kind}: {what}" for kind, what in KINDS.items()),
    },
    "entity": text("The entity whose value is taken."),
    "role": text("Only of an entity with this role."),
    "group": text("Only of an entity of this group."),
    "intent": names("Only for messages with one of these intents."),
    "not_intent": names("Not for messages with one of these intents."),
    "value": {"description": "The value that is set."},
    "action": text("The action that fills the slot (type custom)."),
    "conditions": listed(
        an_object(
            {
                CONDITION_KEYS[0]: text("The loop that must be active; null: none."),
                CONDITION_KEYS[1]: text("The slot that must be asked for."),
            }
        ),
        "Where the mapping counts; any of them is enough.",
    ),
}
MAPPING: Schema = {
    **an_object({key: _KEYS[key] for key in MAPPING_KEYS}),
    "required": ["type"],
    "allOf": by_value("type", {str(kind): {"required": [key]} for kind, key in NEEDED.items()}),
}
