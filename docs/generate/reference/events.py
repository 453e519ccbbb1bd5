"""The events of a conversation, and the default actions."""

from __future__ import annotations

import inspect
import json
from dataclasses import MISSING, fields
from typing import Any

from causerie.actions.builtin import BUILTINS
from causerie.actions.extract_slots import extract_slots
from causerie.actions.two_stage_fallback import TwoStageFallback
from causerie.dialogue import events
from causerie.dialogue.event_json import _WRITERS, as_dict
from causerie.domain.names import (
    ACTION_EXTRACT_SLOTS,
    ACTION_SEND_TEXT,
    ACTION_TWO_STAGE_FALLBACK,
    ACTION_VALIDATE_SLOT_MAPPINGS,
    DEFAULT_ACTIONS,
    RULE_SNIPPET,
)
from docs.generate.reference.markdown import code, prose, section

SAMPLES: dict[str, Any] = {
    "name": "city",
    "intent": "remind_me",
    "trigger_at": 1767225600.0,
    "text": "Hello",
    "value": "Rome",
}
SAID = {
    RULE_SNIPPET: "Stands in rules for whatever happened before.",
    ACTION_SEND_TEXT: "Says the `text` that is in the metadata of the message.",
    ACTION_VALIDATE_SLOT_MAPPINGS: "Yours, if the domain lists it: it may refuse or change what mappings fill.",
}


def events_page() -> str:
    head = (
        "# Events\n\nA conversation is a list of events. As JSON, in which the HTTP API, the stores and the event "
        "brokers have them; `metadata` may stand in each.\n"
    )
    return head + "".join(section(f"`{kind}`", _event(cls)) for cls, (kind, _) in _WRITERS.items())


def _event(cls: type) -> str:
    given = {field.name: SAMPLES[field.name] for field in fields(cls) if _is_shown(field)}
    told = as_dict(cls(timestamp=1767225600.0, **given))
    doc = prose(inspect.cleandoc(cls.__doc__ or ""))
    return f"{doc}\n\n" + code(json.dumps(told, indent=1, ensure_ascii=False), "json")


def _is_shown(field: Any) -> bool:
    needed = field.default is MISSING and field.default_factory is MISSING
    return needed or field.name in ("text", "value")


def default_actions_page() -> str:
    head = (
        "# Default actions\n\nActions that every assistant has. An action of the same name in the domain goes "
        "before them.\n"
    )
    return head + "".join(section(f"`{name}`", _doc(name)) for name in default_actions())


def default_actions() -> list[str]:
    return list(DEFAULT_ACTIONS)


def _doc(name: str) -> str:
    made: Any = {ACTION_EXTRACT_SLOTS: extract_slots, ACTION_TWO_STAGE_FALLBACK: TwoStageFallback}
    found = BUILTINS.get(name) or made.get(name)
    return SAID[name] if found is None else prose(inspect.cleandoc(found.__doc__ or ""))


__all__ = ["default_actions", "default_actions_page", "events", "events_page"]
