"""Side exchanges: questions that are answered alike wherever they come up, as chit-chat and FAQs are."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from causerie.policies.learning.views import INTENT

SAME_ANSWER = 0.85
ENDS_TURN = 0.7
DIFFERENT_PLACES = 3

Exchanges = Mapping[str, str]


def find_exchanges(stories: Iterable[Sequence[str]], loops: Collection[str]) -> dict[str, str]:
    """Message → answer, where the first answer is (nearly) always the same after different actions.

    ``stories`` are rows of symbols, ``loops`` names of actions that are no answers. An answer that
    is mostly followed by more actions is none either: it begins a task.
    """
    answers: dict[str, Counter[str]] = defaultdict(Counter)
    turns: dict[str, Counter[bool]] = defaultdict(Counter)
    places: dict[str, set[str]] = defaultdict(set)
    for symbols in stories:
        for before, message, answer, then in _answered(symbols):
            answers[message][answer] += 1
            turns[message][then == "" or then.startswith(INTENT)] += 1
            places[message].add(before)
    found: dict[str, str] = {}
    for message, counts in answers.items():
        answer, count = counts.most_common(1)[0]
        alike = count >= SAME_ANSWER * counts.total() and len(places[message]) >= DIFFERENT_PLACES
        ends_turn = turns[message][True] >= ENDS_TURN * counts.total()
        if alike and ends_turn and answer not in loops:
            found[message] = answer
    return found


def _answered(symbols: Sequence[str]) -> Iterator[tuple[str, str, str, str]]:
    """Each message with what stood before it, its first answer, and what came after that."""
    for place in range(1, len(symbols) - 1):
        if symbols[place].startswith(INTENT) and not symbols[place + 1].startswith(INTENT):
            then = symbols[place + 2] if place + 2 < len(symbols) else ""
            yield symbols[place - 1], symbols[place], symbols[place + 1], then


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
