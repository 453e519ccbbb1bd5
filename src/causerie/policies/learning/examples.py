"""Stories → examples: the features of every place and what comes next there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import log
from random import Random

from causerie.domain import Domain
from causerie.domain.names import ACTION_LISTEN, ACTION_UNLIKELY_INTENT
from causerie.policies.learning.features import features
from causerie.policies.learning.side_exchanges import Exchanges
from causerie.policies.learning.views import INTENT, View, story_symbols, story_view
from causerie.policies.states import PolicyState, label, loop_name, policy_state, use_intents
from causerie.training_data.unfolding import Line

COPIES = 3
MOST_INSERTED = 3
MOST_STORIES_COPIED = 1000
WEIGHT_OF_COPY = 0.5


@dataclass(frozen=True, slots=True)
class LearntStory:
    """``actions``: per state the action that comes next; None where nothing leads up to it."""

    states: list[PolicyState]
    symbols: list[str]
    actions: list[str | None]


@dataclass(frozen=True, slots=True)
class Example:
    """``names``: the features, each once. ``labels``: all that are right here."""

    names: tuple[str, ...]
    labels: tuple[str, ...]
    weight: float = 1.0


def learnt_stories(lines: Iterable[Line], domain: Domain) -> list[LearntStory]:
    return [_learnt(line, domain) for line in lines]


def examples_of(
    stories: Sequence[LearntStory], exchanges: Exchanges, window: int | None, seed: int
) -> list[Example]:
    """Examples of the stories and of copies of them that side exchanges interrupt."""
    copies = interrupted_copies(stories, exchanges, Random(seed))
    return merged(
        [
            *story_examples(stories, exchanges, window),
            *story_examples(copies, exchanges, window, WEIGHT_OF_COPY),
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
    return LearntStory(states, story_symbols(states), actions)


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


def interrupted_copies(
    stories: Sequence[LearntStory], exchanges: Exchanges, random: Random
) -> list[LearntStory]:
    """Stories with 1 to 3 side exchanges in a row put in before one of the user's messages."""
    if not exchanges:
        return []
    out: list[LearntStory] = []
    for story in stories[:MOST_STORIES_COPIED]:
        places = [
            index
            for index, symbol in enumerate(story.symbols)
            if symbol.startswith(INTENT) and index > 1 and loop_name(story.states[index - 1]) is None
        ]
        for place in random.sample(places, min(COPIES, len(places))):
            chosen = random.choices(sorted(exchanges), k=random.randint(1, MOST_INSERTED))
            out.append(_interrupted(story, place, chosen, exchanges))
    return out


def _interrupted(
    story: LearntStory, place: int, messages: Sequence[str], exchanges: Exchanges
) -> LearntStory:
    """What holds (slots) is as it was before the message."""
    held = {part: value for part, value in story.states[place - 1].items() if part == "slots"}
    states: list[PolicyState] = []
    symbols: list[str] = []
    actions: list[str | None] = []
    for message in messages:
        answer = exchanges[message]
        user = {"intent": message.removeprefix(INTENT)}
        for done, next_action in ((ACTION_LISTEN, answer), (answer, ACTION_LISTEN)):
            states.append({**held, "user": user, "prev_action": {"action_name": done}})
            actions.append(next_action)
        symbols += [message, answer]
    return LearntStory(
        [*story.states[:place], *states, *story.states[place:]],
        [*story.symbols[:place], *symbols, *story.symbols[place:]],
        [*story.actions[:place], *actions, *story.actions[place:]],
    )


def merged(examples: Sequence[Example]) -> list[Example]:
    """Equal examples once, with weight 1 + log(how often); a copy adds nothing to an original."""
    found: dict[tuple[tuple[str, ...], tuple[str, ...]], list[float]] = {}
    for example in examples:
        found.setdefault((example.names, example.labels), []).append(example.weight)
    return [
        Example(names, labels, max(weights) * (1 + log(max(1, weights.count(max(weights))))))
        for (names, labels), weights in found.items()
    ]
