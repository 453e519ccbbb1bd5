"""Why the RulePolicy chose: a rule's key, or one of these built-in reasons."""

from __future__ import annotations

from causerie.domain import Domain
from causerie.domain.names import (
    ACTION_BACK,
    ACTION_RESTART,
    ACTION_SESSION_START,
    INTENT_BACK,
    INTENT_RESTART,
    INTENT_SESSION_START,
)

DEFAULT_ACTION_OF_INTENT = {
    INTENT_RESTART: ACTION_RESTART,
    INTENT_BACK: ACTION_BACK,
    INTENT_SESSION_START: ACTION_SESSION_START,
}
DEFAULT_SOURCE = "default intent "
LOOP_SOURCE = "loop "
LISTEN_SOURCE = " then listen"


def handled_sources(domain: Domain) -> frozenset[str]:
    """Everything that is decided without a rule of the project."""
    sources: set[str] = {f"{DEFAULT_SOURCE}{intent}" for intent in DEFAULT_ACTION_OF_INTENT}
    for form in domain.forms:
        sources |= {f"{LOOP_SOURCE}{form}", f"{LOOP_SOURCE}{form}{LISTEN_SOURCE}"}
    return frozenset(sources)


def is_builtin_source(source: str) -> bool:
    return source.startswith((DEFAULT_SOURCE, LOOP_SOURCE))
