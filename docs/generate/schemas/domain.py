"""domain.yml."""

from __future__ import annotations

from causerie.domain.slots import SLOT_TYPES
from causerie.files.domain_slots import COMMON_KEYS, KEYS_OF_TYPE
from docs.generate.schemas.mappings import MAPPING
from docs.generate.schemas.pieces import (
    Schema,
    an_object,
    by_value,
    listed,
    names,
    number,
    one_of,
    ref,
    switch,
    text,
)
from docs.generate.schemas.responses import response_definitions, responses_section

VERSION = text("The format of the file, in quotes.", examples=["3.1"])


def domain() -> Schema:
    return {
        "title": "Domain (domain.yml)",
        "description": "What the assistant knows: intents, entities, slots, responses, actions, forms.",
        "type": "object",
        "properties": {"version": VERSION, **sections()},
        "$defs": definitions(),
    }


def sections() -> dict[str, Schema]:
    return {
        "intents": listed(
            _named("intent"),
            "What users can mean; each has examples in the NLU data.",
        ),
        "entities": listed(_named("entity"), "Pieces of text that are picked out of messages."),
        "slots": {
            "type": ["object", "null"],
            "additionalProperties": ref("slot"),
            "description": "What a conversation remembers.",
        },
        "responses": responses_section("What the assistant says: 'utter_…' and its variations."),
        "actions": listed(_named("action"), "Actions of your own code, and 'validate_<form>'."),
        "forms": {
            "type": ["object", "null"],
            "additionalProperties": ref("form"),
            "description": "Loops that ask for one slot after the other.",
        },
        "e2e_actions": names("Texts of the bot that stand in stories."),
        "session_config": {
            **an_object(
                {
                    "session_expiration_time": number("Minutes of silence; 0 never expires.", minimum=0),
                    "carry_over_slots_to_new_session": switch("Whether slots keep their values."),
                }
            ),
            "type": ["object", "null"],
            "description": "When a conversation begins anew.",
        },
        "config": {
            **an_object({"store_entities_as_slots": switch("Accepted; mappings decide.")}, open=True),
            "type": ["object", "null"],
        },
    }


def definitions() -> dict[str, Schema]:
    return {
        "intent": an_object(
            {
                "use_entities": _entities("Only these count for the next action; true: all."),
                "ignore_entities": _entities("These do not count for the next action."),
                "is_retrieval_intent": switch("Whether answers are chosen by a ResponseSelector."),
                "used_entities": True,  # type: ignore[dict-item]
            }
        ),
        "entity": an_object(
            {
                "roles": listed({"type": "string"}, "Roles, such as 'from' and 'to'."),
                "groups": listed({"type": "string"}, "Groups that belong together, such as '1' and '2'."),
                "influence_conversation": switch("Whether it counts for the next action."),
            }
        ),
        "action": an_object({"send_domain": switch("Whether the action is sent the whole domain.")}),
        "slot": _slot(),
        "mapping": MAPPING,
        "form": an_object(
            {
                "required_slots": listed({"type": "string"}, "Slots that are asked for, in this order."),
                "ignored_intents": names("Intents whose messages fill no slot while the form asks."),
            }
        ),
        **response_definitions(),
    }


def _named(kind: str) -> Schema:
    """A name, or a name with options."""
    return {
        "type": ["string", "object"],
        "minProperties": 1,
        "maxProperties": 1,
        "additionalProperties": ref(kind),
    }


def _entities(description: str) -> Schema:
    return {
        "type": ["array", "boolean", "null"],
        "items": {"type": "string"},
        "description": description,
    }


def _slot() -> Schema:
    properties: dict[str, Schema] = {
        "type": one_of(SLOT_TYPES, "How a value counts for the next action."),
        "initial_value": {"description": "The value before anything fills the slot."},
        "influence_conversation": switch("Whether the value counts for the next action."),
        "mappings": {
            **listed(ref("mapping")),
            "description": "What fills the slot; '- type: custom' for none.",
        },
        "value_reset_delay": {"description": "Accepted; no effect, as in Rasa 3.", "deprecated": True},
        "values": listed({}, "The categories of a categorical slot."),
        "min_value": number("The smallest value of a float slot (0.0)."),
        "max_value": number("The largest value of a float slot (1.0)."),
    }
    of_type: dict[str, Schema] = {
        kind: {
            "properties": dict.fromkeys((*COMMON_KEYS, *KEYS_OF_TYPE.get(kind, ())), True),
            "additionalProperties": False,
        }
        for kind in SLOT_TYPES
    }
    return {
        "type": "object",
        "required": ["type", "mappings"],
        "properties": properties,
        "allOf": by_value("type", of_type),
    }
