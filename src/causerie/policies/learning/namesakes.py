"""Messages that no story has, but an action bears their name: ``insult`` and ``utter_insult``."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from causerie.domain import Domain
from causerie.domain.names import DEFAULT_ACTIONS
from causerie.policies.learning.like_names import LikeNames
from causerie.policies.learning.views import INTENT

PREFIXES = ("utter_", "action_")
MUCH_ALIKE = 0.5


class Namesake(NamedTuple):
    """``trust``: how far this project's stories go by such names."""

    action: str
    trust: float


class _Named(NamedTuple):
    action: str
    is_exact: bool


def find_namesakes(stories: Iterable[Sequence[str]], domain: Domain) -> dict[str, Namesake]:
    """Per message that is in no story: the action of its name, else that of a name much like it, if there is one.

    ``stories`` are rows of symbols. Trust is the share of messages with such a namesake, exact or much alike,
    that stories answer by it (Laplace's estimate), each kind of message counted once.
    """
    rows = list(stories)
    met = {symbol for symbols in rows for symbol in symbols}
    answers = {pair for symbols in rows for pair in pairwise(symbols)}
    named = _named(domain, met)
    kept: dict[bool, list[bool]] = {True: [], False: []}
    for message in sorted(named.keys() & met):
        action, is_exact = named[message]
        kept[is_exact].append((message, action) in answers)
    trust = {kind: (sum(right) + 1) / (len(right) + 2) for kind, right in kept.items()}
    return {
        message: Namesake(action, trust[is_exact])
        for message, (action, is_exact) in named.items()
        if message not in met
    }


def _named(domain: Domain, met: Collection[str]) -> dict[str, _Named]:
    """Default actions have rules of their own and are nobody's namesake; actions in no story come first."""
    own = {name for name in domain.action_set if name not in DEFAULT_ACTIONS}
    names = LikeNames(own, domain.intents)
    in_no_story = own.difference(met)
    found: dict[str, _Named] = {}
    for intent in domain.intents:
        exact = next((f"{prefix}{intent}" for prefix in PREFIXES if f"{prefix}{intent}" in own), None)
        if exact is not None:
            found[f"{INTENT}{intent}"] = _Named(exact, True)
            continue
        like = names.likest(intent, rather=in_no_story)
        if like is not None and like[1] >= MUCH_ALIKE:
            found[f"{INTENT}{intent}"] = _Named(like[0], False)
    return found
