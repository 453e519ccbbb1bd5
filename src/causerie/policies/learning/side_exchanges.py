"""Side exchanges: questions that are answered alike wherever they come up, as chit-chat and FAQs are."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from causerie.domain.names import ACTION_LISTEN
from causerie.policies.learning.views import INTENT

SAME_ANSWER = 0.85
DIFFERENT_PLACES = 3

Exchanges = Mapping[str, str]


def find_exchanges(stories: Iterable[Sequence[str]], loops: Iterable[str]) -> dict[str, str]:
    """Message → answer, where the first answer is (nearly) always the same after different actions.

    ``stories`` are rows of symbols, ``loops`` names of actions that are no answers.
    """
    answers: dict[str, Counter[str]] = defaultdict(Counter)
    places: dict[str, set[str]] = defaultdict(set)
    for symbols in stories:
        for before, message, answer in zip(symbols, symbols[1:], symbols[2:], strict=False):
            if message.startswith(INTENT):
                answers[message][answer] += 1
                places[message].add(before)
    found: dict[str, str] = {}
    for message, counts in answers.items():
        answer, count = counts.most_common(1)[0]
        general = count >= SAME_ANSWER * counts.total() and len(places[message]) >= DIFFERENT_PLACES
        if general and answer not in loops and answer != ACTION_LISTEN and not answer.startswith(INTENT):
            found[message] = answer
    return found


def without_exchanges(symbols: Sequence[str], exchanges: Exchanges) -> list[str]:
    """The symbols without the side exchanges that are over: the user has spoken again since."""
    out: list[str] = []
    index, last = 0, len(symbols) - 2
    while index < len(symbols):
        symbol = symbols[index]
        if (
            symbol in exchanges
            and index < last
            and symbols[index + 1] == exchanges[symbol]
            and symbols[index + 2].startswith(INTENT)
        ):
            index += 2
        else:
            out.append(symbol)
            index += 1
    return out
