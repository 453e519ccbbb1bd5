"""Stories and rules, and their steps."""

from __future__ import annotations

from causerie.domain.names import DEFAULT_ACTIONS, DEFAULT_INTENTS
from causerie.files.stories import RULE_KEYS, STORY_KEYS
from causerie.files.story_steps import CONDITION_STEPS, RULE_STEPS, STEP_KEYS
from docs.generate.schemas.pieces import Schema, an_object, by_key, listed, ref, suggested, switch, text

METADATA: Schema = {"description": "Anything."}
_ENTITY: Schema = {
    "type": ["string", "object"],
    "minProperties": 1,
    "properties": {"role": text("The entity's role."), "group": text("The entity's group.")},
}
_SLOTS: Schema = {
    "type": ["array", "object", "null"],
    "items": {"type": ["string", "object"]},
    "description": "Slots that have these values: '- city: Rome'; a name alone: any value.",
}
_KEYS: dict[str, Schema] = {
    "intent": suggested(DEFAULT_INTENTS, "What the user means."),
    "user": text("What the user says, with entities as [Rome](city)."),
    "entities": listed(_ENTITY, "Entities of the message: '- city: Rome'."),
    "metadata": METADATA,
    "or": listed(ref("choice"), "Any of these intents or slots."),
    "action": {
        **suggested(DEFAULT_ACTIONS),
        "description": "What the assistant does: an action, a response, a form.",
    },
    "bot": {"type": "string", "description": "What the assistant says, word for word (end-to-end)."},
    "checkpoint": {
        "type": "string",
        "description": "Connects the end of one story with the begin of others.",
    },
    "slot_was_set": _SLOTS,
    "active_loop": text("The form that is active from here; null: none."),
}


def stories_section() -> dict[str, Schema]:
    return {
        "stories": listed(ref("story"), "Examples of whole conversations."),
        "rules": listed(ref("rule"), "Short pieces of conversation that always go the same way."),
    }


def step_definitions() -> dict[str, Schema]:
    of_story: dict[str, Schema] = {
        "story": text("A name for the story."),
        "steps": listed(ref("step"), "What happens, one after the other."),
        "metadata": METADATA,
    }
    of_rule: dict[str, Schema] = {
        "rule": text("A name for the rule."),
        "steps": listed(ref("ruleStep"), "What happens, one after the other."),
        "metadata": METADATA,
        "condition": listed(ref("condition"), "Where the rule counts: slots and the active form."),
        "conversation_start": switch("Whether the rule counts only at the begin of a conversation."),
        "wait_for_user_input": switch("Whether the assistant waits for the user after the rule (true)."),
    }
    return {
        "story": an_object({key: of_story[key] for key in STORY_KEYS}),
        "rule": an_object({key: of_rule[key] for key in RULE_KEYS}),
        "step": _steps(tuple(STEP_KEYS)),
        "ruleStep": _steps(RULE_STEPS),
        "condition": _steps(CONDITION_STEPS),
        "choice": _steps(("intent", "user", "slot_was_set")),
        **{f"{kind}Step": an_object({key: _KEYS[key] for key in keys}) for kind, keys in STEP_KEYS.items()},
    }


def _steps(kinds: tuple[str, ...]) -> Schema:
    return {"type": "object", **by_key({kind: ref(f"{kind}Step") for kind in STEP_KEYS if kind in kinds})}
