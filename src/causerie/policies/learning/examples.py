"""Stories → examples: the features of every place and what comes next there."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import log
from random import Random

from causerie.dialogue.events import ActiveLoop
from causerie.domain import Domain
from causerie.domain.names import ACTION_UNLIKELY_INTENT
from causerie.policies.learning.features import features
from causerie.policies.learning.interruptions import (
    LearntStory,
    begun_later,
    interrupted_copies,
    interrupted_forms,
)
from causerie.policies.learning.side_exchanges import Exchanges, find_answers
from causerie.policies.learning.views import View, story_symbols, story_view
from causerie.policies.states import PolicyState, label, policy_state, use_intents
from causerie.training_data.unfolding import Line

WEIGHT_OF_COPY = 0.5
WEIGHT_OF_SELDOM_COPY = 0.25


@dataclass(frozen=True, slots=True)
class Example:
    """``names``: the features, each once. ``labels``: all that are right here."""

    names: tuple[str, ...]
    labels: tuple[str, ...]
    weight: float = 1.0


def learnt_stories(lines: Iterable[Line], domain: Domain) -> list[LearntStory]:
    return [_learnt(line, domain) for line in lines]


def examples_of(
    stories: Sequence[LearntStory],
    exchanges: Exchanges,
    loops: Collection[str],
    window: int | None,
    seed: int,
) -> list[Example]:
    """Examples of the stories and of copies of them: interrupted by questions, in forms too, and begun later."""
    answers = {**find_answers((story.symbols for story in stories), loops), **exchanges}
    copies = interrupted_copies(stories, exchanges, Random(seed))
    in_forms = interrupted_forms(stories, exchanges, loops, Random(seed), filled_at_once=False)
    seldom_in_forms = interrupted_forms(stories, answers, loops, Random(seed), filled_at_once=True)
    later = begun_later(stories, Random(seed + 1))
    return merged(
        [
            *story_examples(stories, exchanges, window),
            *story_examples([*copies, *in_forms], exchanges, window, WEIGHT_OF_COPY),
            *story_examples([*seldom_in_forms, *later], exchanges, window, WEIGHT_OF_SELDOM_COPY),
        ]
    )


def _learnt(line: Line, domain: Domain) -> LearntStory:
    """As if ``action_unlikely_intent`` had not happened, which is how conversations are seen, too."""
    states: list[PolicyState] = []
    actions: list[str | None] = []
    for moment in line.tracker(domain).moments():
        action = label(moment.action) if moment.action and not moment.action.unpredictable else None
        if moment.state.action_name == ACTION_UNLIKELY_INTENT and actions:
            actions[-1] = action
        else:
            states.append(policy_state(moment.state, domain))
            actions.append(action)
    use_intents(states)
    loops = frozenset(event.name for event in line.events if isinstance(event, ActiveLoop) and event.name)
    return LearntStory(states, story_symbols(states), actions, loops)


def places(stories: Iterable[LearntStory]) -> Iterator[tuple[View, str]]:
    """Every place of the stories with the action that comes next."""
    for story in stories:
        for index, action in enumerate(story.actions):
            if action is not None:
                yield story_view(story.symbols, story.states, index), action


def story_examples(
    stories: Iterable[LearntStory], exchanges: Exchanges, window: int | None, weight: float = 1.0
) -> list[Example]:
    return [
        Example(feature_names(view, exchanges, window), (action,), weight) for view, action in places(stories)
    ]


def feature_names(view: View, exchanges: Exchanges, window: int | None) -> tuple[str, ...]:
    return tuple(sorted(set(features(view, exchanges, window))))


def merged(examples: Sequence[Example]) -> list[Example]:
    """Equal examples once, with weight 1 + log(how often); a copy adds nothing to an original."""
    found: dict[tuple[tuple[str, ...], tuple[str, ...]], list[float]] = {}
    for example in examples:
        found.setdefault((example.names, example.labels), []).append(example.weight)
    return [
        Example(names, labels, max(weights) * (1 + log(max(1, weights.count(max(weights))))))
        for (names, labels), weights in found.items()
    ]
