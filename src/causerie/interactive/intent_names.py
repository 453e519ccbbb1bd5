"""The intents that a message can have, and the names that a new one may get."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator

from causerie.domain import Domain
from causerie.domain.names import DEFAULT_INTENTS, UTTER_PREFIX
from causerie.interactive.conversation import Conversation
from causerie.training_data.examples import RETRIEVAL_SEPARATOR

_INTENT = re.compile(r"[^\s/{}@:]+(/[^\s/{}@:]+)?")


def known_intents(conversation: Conversation) -> list[str]:
    """Those of the project, and those made in this session; ``faq/hours`` rather than ``faq``."""
    return list(dict.fromkeys((*_declared(conversation.domain), *conversation.new_intents)))


def _declared(domain: Domain) -> Iterator[str]:
    for name, intent in domain.intents.items():
        full = [x.removeprefix(UTTER_PREFIX) for x in domain.responses if _answers(x, name)]
        if intent.is_retrieval and full:
            yield from full
        elif name not in DEFAULT_INTENTS:
            yield name


def _answers(response: str, intent: str) -> bool:
    return response.startswith(f"{UTTER_PREFIX}{intent}{RETRIEVAL_SEPARATOR}")


def check_intent_name(typed: str, known: Container[str]) -> str:
    name = typed.strip()
    if not _INTENT.fullmatch(name):
        return "Type a name without blanks, such as ask_weather (or faq/hours for a retrieval intent)."
    return f"The intent '{name}' is there already: press Ctrl-C and choose it." if name in known else ""
