"""A view → the names of what is true of it. All features are binary."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any

from causerie.policies.learning.side_exchanges import Exchanges, without_exchanges
from causerie.policies.learning.views import INTENT, TEXT, View
from causerie.policies.states import loop_name

WINDOW = 5
FAR_WINDOW = 8
LONGEST_RUN = 5
WORDS = re.compile(r"\w+")


def features(view: View, exchanges: Exchanges, window: int | None = None) -> list[str]:
    """Names of the features, some of them perhaps twice.

    The near view is what was said last, word for word; the far view leaves out side exchanges that
    are over, so that they do not distract from the task. ``window`` limits both, in symbols.
    """
    near = list(view.symbols)
    far = without_exchanges(near, exchanges)
    if window is not None:
        near, far = near[-window:], far[-window:]
    now = near[-1]
    message = _message(near)
    held = [*_entities(view), *_slots(view.state.get("slots", {})), *_loop(view)]

    names = ["always"]
    names += _positions("n", near, WINDOW)
    names += _positions("f", far, FAR_WINDOW)
    names += _runs("nr", near)
    names += _runs("fr", far)
    names += [f"did {symbol}" for symbol in far if not symbol.startswith(INTENT)]
    names += [f"{message} after {symbol}" for symbol in far[-FAR_WINDOW:] if not symbol.startswith(INTENT)]
    names += held
    names += [f"{now} with {fact}" for fact in held]
    names += _words(view)
    return names


def _message(symbols: Sequence[str]) -> str:
    return next((symbol for symbol in reversed(symbols) if symbol.startswith(INTENT)), "")


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


def _slots(slots: Mapping[str, Any]) -> Iterator[str]:
    for name, values in slots.items():
        for place, value in enumerate(values):
            if value:
                yield f"slot {name} {place} {round(value, 1)}"


def _loop(view: View) -> list[str]:
    return [f"loop {loop_name(view.state)}"]


def _words(view: View) -> tuple[str, ...]:
    """Word n-grams of a message that is taken by its text."""
    symbol = view.symbols[-1]
    return _text_features(symbol.removeprefix(TEXT)) if symbol.startswith(TEXT) else ()


@lru_cache(maxsize=1000)
def _text_features(text: str) -> tuple[str, ...]:
    words = WORDS.findall(text.lower())
    pairs = pairwise(words)
    return tuple(dict.fromkeys([*(f"word {w}" for w in words), *(f"words {a} {b}" for a, b in pairs)]))
