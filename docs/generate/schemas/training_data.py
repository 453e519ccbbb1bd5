"""Files of training data: NLU data, stories, rules, responses; and test stories."""

from __future__ import annotations

from causerie.files.nlu import SECTIONS
from docs.generate.schemas.domain import VERSION
from docs.generate.schemas.pieces import Schema, an_object, by_key, listed, ref
from docs.generate.schemas.responses import response_definitions, responses_section
from docs.generate.schemas.story_steps import step_definitions, stories_section

_LINES: Schema = {
    "type": ["string", "array", "null"],
    "items": {"type": "string"},
    "description": "One per line: 'examples: |', then '- …' lines indented under it.",
}
_NAMES = {
    "intent": "The intent that the examples are for: a name, or 'faq/hours' of a retrieval intent.",
    "synonym": "The value that the examples stand for.",
    "regex": "A name for the patterns, or the entity that they find.",
    "lookup": "The entity whose values these are.",
}


def training_data() -> Schema:
    return {
        "title": "Training data (data/*.yml)",
        "description": "NLU data, stories, rules and responses; a file may hold any of them.",
        "type": "object",
        "properties": {"version": VERSION, **_sections(), **stories_section()},
        "$defs": {**_definitions(), **step_definitions(), **response_definitions()},
    }


def stories_for_tests() -> Schema:
    return {
        "title": "Test stories (tests/test_*.yml)",
        "description": "Conversations that the assistant must have: what is said, what is understood, what is done.",
        "type": "object",
        "properties": {"version": VERSION, **_sections(), **stories_section()},
        "$defs": {**_definitions(), **step_definitions(), **response_definitions()},
    }


def _sections() -> dict[str, Schema]:
    return {
        "nlu": listed(ref("nluSection"), "What users say: examples, synonyms, regexes, lookup tables."),
        "responses": responses_section(
            "Answers of retrieval intents ('utter_faq/hours') and other responses."
        ),
    }


def _definitions() -> dict[str, Schema]:
    kinds = {kind: an_object({key: {} for key in keys}) for kind, keys in SECTIONS.items()}
    for kind, name in _NAMES.items():
        kinds[kind]["properties"][kind] = {"type": "string", "description": name}
        kinds[kind]["properties"]["examples"] = _LINES
    kinds["intent"]["properties"] |= {"examples": ref("examples"), "metadata": {"description": "Anything."}}
    example = an_object(
        {"text": {"type": "string"}, "metadata": {"description": "Anything."}}, required=["text"]
    )
    return {
        "nluSection": {"type": "object", **by_key({kind: ref(f"{kind}Section") for kind in SECTIONS})},
        **{f"{kind}Section": schema for kind, schema in kinds.items()},
        "examples": {
            "type": ["string", "array", "null"],
            "items": {"if": {"type": "object"}, "then": example, "else": {"type": "string"}},
            "description": "One per line: 'examples: |', then '- …' lines; entities as [Rome](city). "
            "Or a list of 'text' with 'metadata'.",
        },
    }
