"""Responses, in the domain and beside NLU data."""

from __future__ import annotations

from causerie.files.domain_responses import VARIATION_KEYS
from docs.generate.schemas.pieces import Schema, an_object, listed, ref, text

_BUTTON = an_object({"title": text("What is shown."), "payload": text("What a click says.")}, open=True)
_KEYS: dict[str, Schema] = {
    "id": text("A name for the variation."),
    "text": text("What is said; {slot} stands for the slot's value."),
    "image": text("The address of an image."),
    "custom": {"type": ["object", "null"], "description": "Anything that the channel understands."},
    "buttons": listed(_BUTTON, "Choices: 'title' is shown, 'payload' is said."),
    "button_type": text("How the channel shows the buttons."),
    "quick_replies": listed(_BUTTON, "Choices that go away once one is taken."),
    "attachment": {"type": ["object", "null"], "description": "What the channel shows beside the text."},
    "elements": listed({"type": "object"}, "Cards of a carousel."),
    "channel": text("Only over this channel."),
    "metadata": {"description": "Anything; it goes with the message."},
    "condition": listed(ref("responseCondition"), "Only while slots have these values."),
    "rephrase": {"type": ["boolean", "null"], "description": "Say it in a GPT's words; these are the floor."},
    "language": text("Only while the slot 'language' has this value."),
}


def responses_section(description: str) -> Schema:
    return {
        "type": ["object", "null"],
        "additionalProperties": {"type": "array", "items": ref("variation")},
        "description": description,
    }


def response_definitions() -> dict[str, Schema]:
    return {
        "variation": {
            **an_object({key: _KEYS[key] for key in VARIATION_KEYS}),
            "anyOf": [{"required": ["text"]}, {"required": ["custom"]}],
        },
        "responseCondition": an_object(
            {
                "type": {"description": "Always slot.", "anyOf": [{"const": "slot"}, {}]},
                "name": text("The slot."),
                "value": {"description": "The value it must have."},
            }
        ),
    }
