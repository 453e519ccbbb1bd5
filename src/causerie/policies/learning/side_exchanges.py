"""Side exchanges: questions that are answered alike wherever they come up, as chit-chat and FAQs are."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from causerie.domain.names import DEFAULT_ACTIONS
from causerie.policies.learning.views import INTENT

SAME_ANSWER = 0.85
ENDS_TURN = 0.7
DIFFERENT_PLACES = 3
RETURNS = 0.6
ENOUGH_TO_TELL = 4

Exchanges = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Answered:
    """A message with what stood before it, its first answer, and the two symbols after that."""

    before: str
    message: str
    answer: str
    then: str
    later: str

    @property
    def is_followed(self) -> bool:
        """The last symbol of a story is the listen that ends it, not another message."""
        return self.later != ""


def find_exchanges(stories: Iterable[Sequence[str]], loops: Collection[str]) -> dict[str, str]:
    """Message → answer, where the first answer is (nearly) always the same after different actions.

    ``stories`` are rows of symbols, ``loops`` names of actions that are no answers. An answer that
    is mostly followed by more actions is none either, nor one after which the conversation does not
    go on as it could have before: it begins a task. A form that was asking before and asks again
    belongs to no task of the answer's.
    """
    rows = list(stories)
    follows = {pair for symbols in rows for pair in pairwise(symbols[:-1])}
    return {
        message: answer
        for message, cases in _cases(rows).items()
        if (answer := _same_answer(cases)) is not None
        and _places(cases) >= DIFFERENT_PLACES
        and answer not in loops
        and _ends_turn(cases, loops)
        and _returns([case for case in cases if case.answer == answer], follows)
    }


def find_answers(stories: Iterable[Sequence[str]], loops: Collection[str]) -> dict[str, str]:
    """Message → answer, where the answer is (nearly) always the same and ends the turn.

    Unlike a side exchange it may have come up in one place only.
    """
    return {
        message: answer
        for message, cases in _cases(stories).items()
        if (answer := _same_answer(cases)) is not None
        and answer not in loops
        and answer not in DEFAULT_ACTIONS
        and _ends_turn(cases, loops)
    }


def _cases(stories: Iterable[Sequence[str]]) -> dict[str, list[_Answered]]:
    found: dict[str, list[_Answered]] = defaultdict(list)
    for symbols in stories:
        for answered in _answered(symbols):
            found[answered.message].append(answered)
    return found


def _answered(symbols: Sequence[str]) -> Iterator[_Answered]:
    for place in range(1, len(symbols) - 1):
        if symbols[place].startswith(INTENT) and not symbols[place + 1].startswith(INTENT):
            then, later = [*symbols[place + 2 : place + 4], "", ""][:2]
            yield _Answered(symbols[place - 1], symbols[place], symbols[place + 1], then, later)


def _same_answer(cases: Sequence[_Answered]) -> str | None:
    answer, count = Counter(case.answer for case in cases).most_common(1)[0]
    return answer if count >= SAME_ANSWER * len(cases) else None


def _places(cases: Sequence[_Answered]) -> int:
    """After how many different actions the message came."""
    return len({case.before for case in cases})


def _ends_turn(cases: Sequence[_Answered], loops: Collection[str]) -> bool:
    ends = [case.then == "" or case.then.startswith(INTENT) or _asks_again(case, loops) for case in cases]
    return sum(ends) >= ENDS_TURN * len(ends)


def _asks_again(case: _Answered, loops: Collection[str]) -> bool:
    return case.then == case.before and case.then in loops


def _returns(cases: Sequence[_Answered], follows: Collection[tuple[str, str]]) -> bool:
    """Whether users then say what they say elsewhere after what stood before; few cases tell nothing."""
    returned = [
        case.then == case.before or (case.before, case.then) in follows
        for case in cases
        if case.is_followed and (case.then.startswith(INTENT) or case.then == case.before)
    ]
    return len(returned) < ENOUGH_TO_TELL or sum(returned) >= RETURNS * len(returned)


def without_exchanges(symbols: Sequence[str], exchanges: Exchanges) -> list[str]:
    """The symbols without the side exchanges that are over: the user has spoken again since.

    A form that asks again after one is left out with it.
    """
    out: list[str] = []
    index, last = 0, len(symbols) - 1
    while index <= last:
        length = _exchange(symbols, index, exchanges, out[-1] if out else "")
        if length and index + length <= last:
            index += length
        else:
            out.append(symbols[index])
            index += 1
    return out


def _exchange(symbols: Sequence[str], index: int, exchanges: Exchanges, before: str) -> int:
    """The length of the side exchange that begins here and is followed by something; else 0."""
    answer = exchanges.get(symbols[index])
    if answer is None or index + 2 >= len(symbols) or symbols[index + 1] != answer:
        return 0
    then = symbols[index + 2]
    if then.startswith(INTENT):
        return 2
    return 3 if then == before else 0
