"""Material and a template → the request for a GPT."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from causerie.llm.prompts.fence import new_nonce
from causerie.llm.prompts.history import newest
from causerie.llm.prompts.load import Templates
from causerie.llm.prompts.material import Material
from causerie.llm.prompts.values import values_of
from causerie.llm.request import Message, Request

HISTORY_TOKENS = 1500
NONE = "none"  # the intent that is none of the given ones


@dataclass(frozen=True, slots=True)
class Prompt:
    """A request and the mark of its fences, which no answer may hold."""

    request: Request
    nonce: str

    @property
    def system(self) -> str:
        return self.request.messages[0].text


def answer_prompt(
    templates: Templates, material: Material, history_tokens: int = HISTORY_TOKENS, nonce: str | None = None
) -> Prompt:
    """Asks for an answer made of the passages only. ``nonce``: the mark of the fences, made anew without one."""
    return _prompt(templates, "answer", material, history_tokens, nonce=nonce)


def rephrase_prompt(
    templates: Templates, material: Material, history_tokens: int = HISTORY_TOKENS, nonce: str | None = None
) -> Prompt:
    """Asks for ``material.reply`` in other words."""
    return _prompt(templates, "rephrase", material, history_tokens, nonce=nonce)


def choose_intent_prompt(
    templates: Templates, material: Material, history_tokens: int = HISTORY_TOKENS, nonce: str | None = None
) -> Prompt:
    """Asks which of ``material.intents`` the message has, or NONE; the answer is ``{"intent": …}``."""
    named = {"intent": {"type": "string", "enum": [*material.intents, NONE]}}
    return _prompt(templates, "choose_intent", material, history_tokens, _object(named), nonce)


def propose_slots_prompt(
    templates: Templates, material: Material, history_tokens: int = HISTORY_TOKENS, nonce: str | None = None
) -> Prompt:
    """Asks for words of the message that could fill ``material.slots_wanted``; null where there are none."""
    wanted = {name: {"type": ["string", "null"]} for name in material.slots_wanted}
    return _prompt(templates, "propose_slots", material, history_tokens, _object(wanted), nonce)


def _prompt(
    templates: Templates,
    name: str,
    material: Material,
    budget: int,
    schema: Mapping[str, Any] | None = None,
    nonce: str | None = None,
) -> Prompt:
    nonce = nonce or new_nonce()
    fitting = replace(material, history=newest(material.history, budget))
    system, user = templates.by_name[name].render(values_of(fitting, nonce))
    request = Request((Message("system", system), Message("user", user)), schema, purpose=name)
    return Prompt(request, nonce)


def _object(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": False,
    }
