"""Stories → examples of what users say next: the view before a message, and its intent."""

from __future__ import annotations

from collections.abc import Sequence

from causerie.policies.learning.examples import Example, feature_names
from causerie.policies.learning.interruptions import LearntStory
from causerie.policies.learning.side_exchanges import Exchanges
from causerie.policies.learning.views import INTENT, story_view


def intent_examples(
    stories: Sequence[LearntStory], exchanges: Exchanges, window: int | None
) -> list[Example]:
    """Places that look the same are one example, with every intent that follows one of them."""
    found: dict[tuple[str, ...], set[str]] = {}
    for story in stories:
        for index, symbol in enumerate(story.symbols):
            if symbol.startswith(INTENT) and index > 0:
                view = story_view(story.symbols, story.states, index - 1)
                names = feature_names(view, exchanges, window)
                found.setdefault(names, set()).add(symbol.removeprefix(INTENT))
    return [Example(names, tuple(sorted(intents))) for names, intents in found.items()]
