"""A view → the names of what is true of it. All features are binary."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from causerie.policies.learning.side_exchanges import Exchanges, without_exchanges
from causerie.policies.learning.views import INTENT, TEXT, View
from causerie.policies.states import loop_name

NEAR_PLACES = 5
FAR_PLACES = 3
LONGEST_RUN = 3
ACTIONS_BEFORE_MESSAGE = 8
EMPHASIS = 6
EMPHASIS_OF_ANSWER = 3
WORDS = re.compile(r"\w+")


def features(view: View, exchanges: Exchanges, window: int | None = None) -> list[str]:
    """Names of the features, some of them perhaps twice.

    The near view is what was said last, word for word; the far view leaves out side exchanges that
    are over, so that they do not distract from the task. ``window`` limits both, in symbols.
    """
    near = [*view.symbols[:-1], _now(view)]
    far = without_exchanges(near, exchanges)
    if window is not None:
        near, far = near[-window:], far[-window:]
    now, message = near[-1], _message(near)
    held = [*_entities(view), *_slots(view.state.get("slots", {})), *_loop(view)]

    names = ["always"]
    names += _emphasised(f"now {now}", EMPHASIS)
    if now != message:
        names += _emphasised(f"{now} for {message}", EMPHASIS_OF_ANSWER)
    names += [f"turn {_turn(near)}", *_role(now, loop_name(view.state))]
    names += _positions("n", near, NEAR_PLACES)
    names += _positions("f", far, FAR_PLACES)
    names += _runs("nr", near)
    names += _runs("fr", far)
    names += [f"{message} after {symbol}" for symbol in _actions(far[-ACTIONS_BEFORE_MESSAGE:])]
    names += held
    names += [f"{now} with {fact}" for fact in held]
    names += _told(view, now)
    names += _words(view)
    return names


def _now(view: View) -> str:
    """The present symbol; a message that is taken by its text is told by its words."""
    symbol = view.symbols[-1]
    return TEXT if symbol.startswith(TEXT) else symbol


def _emphasised(fact: str, times: int) -> Iterator[str]:
    """A fact told several times counts for more: the present should outweigh what led up to it."""
    for time in range(times):
        yield f"{fact} {time}"


def _role(now: str, loop: str | None) -> Iterator[str]:
    """What kind of moment this is, which also tells something where the symbol is new."""
    role = "message" if now.startswith(INTENT) else "asking" if now == loop else "action"
    yield role
    yield f"{role} in {loop}"


def _turn(symbols: Sequence[str]) -> str:
    """The latest message and all that was done since."""
    turn: list[str] = []
    for symbol in reversed(symbols):
        turn.append(symbol)
        if symbol.startswith(INTENT):
            break
    return " ".join(reversed(turn))


def _message(symbols: Sequence[str]) -> str:
    return next((symbol for symbol in reversed(symbols) if symbol.startswith(INTENT)), "")


def _actions(symbols: Sequence[str]) -> list[str]:
    return [symbol for symbol in symbols if not symbol.startswith(INTENT)]


def _positions(kind: str, symbols: Sequence[str], count: int) -> Iterator[str]:
    for place, symbol in enumerate(reversed(symbols[-count:])):
        yield f"{kind}{place} {symbol}"


def _runs(kind: str, symbols: Sequence[str]) -> Iterator[str]:
    """The last 2, 3 … symbols in one."""
    run = symbols[-1]
    for symbol in symbols[-2 : -LONGEST_RUN - 1 : -1]:
        run = f"{symbol} {run}"
        yield f"{kind} {run}"


def _entities(view: View) -> list[str]:
    entities = view.state.get("user", {}).get("entities", ())
    return [*(f"entity {name}" for name in entities), f"entities {' '.join(entities)}"]


def _told(view: View, now: str) -> Iterator[str]:
    """What the user has told so far, which may be in no slot, alone and with the present symbol."""
    for fact in ("told " + " ".join(view.told), *(f"told one {name}" for name in view.told)):
        yield fact
        yield f"{now} {fact}"


def _slots(slots: Mapping[str, Any]) -> Iterator[str]:
    for name, values in slots.items():
        for place, value in enumerate(values):
            if value:
                yield f"slot {name} {place} {round(value, 1)}"
        yield f"slot {name} = {' '.join(str(round(value, 1)) for value in values)}"


def _loop(view: View) -> list[str]:
    return [f"loop {loop_name(view.state)}"]


def _words(view: View) -> list[str]:
    """Word n-grams of a message that is taken by its text, alone and with what was before it."""
    text = view.symbols[-1]
    if not text.startswith(TEXT):
        return []
    before = view.symbols[-2] if len(view.symbols) > 1 else ""
    words = WORDS.findall(text.removeprefix(TEXT).lower())
    grams = [*words, *(" ".join(pair) for pair in pairwise(words))]
    return [f"{kind} {gram}" for gram in grams for kind in ("words", f"{before} words")]
