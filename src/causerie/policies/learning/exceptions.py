"""Places in stories that go otherwise than the rest suggests: they are known by heart."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from hashlib import blake2b

from causerie.policies.learning.views import View


def find_exceptions(
    places: Iterable[tuple[View, str]], best: Callable[[View], str], window: int | None
) -> dict[str, str]:
    """Key of a view → action, where stories agree on the action and ``best`` of the rest is another."""
    written: dict[str, set[str]] = {}
    chosen: dict[str, str] = {}
    for view, action in places:
        key = view_key(view, window)
        written.setdefault(key, set()).add(action)
        if key not in chosen:
            chosen[key] = best(view)
    return {
        key: min(actions)
        for key, actions in written.items()
        if len(actions) == 1 and chosen[key] not in actions
    }


def view_key(view: View, window: int | None) -> str:
    """Equal for views that look the same in every detail."""
    symbols = view.symbols if window is None else view.symbols[-window:]
    state = sorted((part, sorted(values.items())) for part, values in view.state.items())
    return blake2b(repr((symbols, state, view.told)).encode(), digest_size=12).hexdigest()
