"""Places in stories that go otherwise than the rest suggests: they are known by heart."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b

import numpy as np

from causerie.policies.learning.features import features
from causerie.policies.learning.model import LinearModel
from causerie.policies.learning.side_exchanges import Exchanges
from causerie.policies.learning.views import View


def find_exceptions(
    places: Iterable[tuple[View, str]], model: LinearModel, exchanges: Exchanges, window: int | None
) -> dict[str, str]:
    """Key of a view → action, where stories agree on the action and the model prefers another."""
    written: dict[str, set[str]] = {}
    chosen: dict[str, str] = {}
    for view, action in places:
        key = view_key(view, window)
        written.setdefault(key, set()).add(action)
        if key not in chosen:
            margins = model.margins(features(view, exchanges, window))
            chosen[key] = model.labels[int(np.argmax(margins))]
    return {
        key: min(actions)
        for key, actions in written.items()
        if len(actions) == 1 and chosen[key] not in actions
    }


def view_key(view: View, window: int | None) -> str:
    """Equal for views that look the same in every detail."""
    symbols = view.symbols if window is None else view.symbols[-window:]
    state = sorted((part, sorted(values.items())) for part, values in view.state.items())
    return blake2b(repr((symbols, state)).encode(), digest_size=12).hexdigest()
