"""Bodies that no platform sends."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import Any

STRANGE: list[Callable[[], Any]] = [
    lambda: None,
    lambda: True,
    lambda: -1,
    lambda: 1e300,
    lambda: "",
    lambda: "\u202e\u0000\ud83e\udd5e"[:2],
    lambda: "x" * 5000,
    list,
    dict,
    lambda: [[[]]],
    lambda: {"a": {"b": [None]}},
    lambda: ["text"],
]


def mutated(body: Any, draw: random.Random) -> Any:
    """One to three places of the body changed: removed, of another type, doubled, nested."""
    for _ in range(draw.randint(1, 3)):
        places = list(_places(body))
        if not places:
            return draw.choice(STRANGE)()
        holder, key = draw.choice(places)
        kind = draw.randrange(4)
        if kind == 0:
            del holder[key]
        elif kind == 1:
            holder[key] = draw.choice(STRANGE)()
        elif kind == 2:
            holder[key] = [holder[key]] if draw.random() < 0.5 else {"text": holder[key]}
        elif isinstance(holder, dict):
            holder[str(key) + "2"] = holder.pop(key)
        else:
            holder.append(holder[key])
    if draw.random() < 0.05:
        return draw.choice(STRANGE)()
    return body


def _places(body: Any) -> Iterator[tuple[Any, Any]]:
    items: Any = ()
    if isinstance(body, dict):
        items = list(body.items())
    elif isinstance(body, list):
        items = list(enumerate(body))
    for key, value in items:
        yield body, key
        yield from _places(value)
