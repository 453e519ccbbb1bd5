"""Messages that no story has, but an action bears their name: ``insult`` and ``utter_insult``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from causerie.domain import Domain
from causerie.domain.names import DEFAULT_ACTIONS
from causerie.policies.learning.views import INTENT

PREFIXES = ("utter_", "action_")


@dataclass(frozen=True, slots=True)
class Namesakes:
    """``actions``: message → action. ``trust``: how far this project's stories go by such names."""

    actions: Mapping[str, str] = field(default_factory=dict)
    trust: float = 0.0


def find_namesakes(stories: Iterable[Sequence[str]], domain: Domain) -> Namesakes:
    """``stories`` are rows of symbols.

    Trust is the share of messages with a namesake that stories answer by it (Laplace's estimate),
    each kind of message counted once.
    """
    named = {
        f"{INTENT}{intent}": action for intent in domain.intents if (action := _namesake(intent, domain))
    }
    met: set[str] = set()
    kept: set[str] = set()
    for symbols in stories:
        for place, symbol in enumerate(symbols):
            if symbol in named:
                met.add(symbol)
                if named[symbol] in symbols[place + 1 : place + 2]:
                    kept.add(symbol)
    unmet = {message: action for message, action in named.items() if message not in met}
    return Namesakes(unmet, (len(kept) + 1) / (len(met) + 2))


def _namesake(intent: str, domain: Domain) -> str | None:
    """The domain's own action of this name; default actions have rules of their own."""
    names = (f"{prefix}{intent}" for prefix in PREFIXES)
    return next((name for name in names if name in domain.action_set and name not in DEFAULT_ACTIONS), None)
