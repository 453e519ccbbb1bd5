"""Copies of stories that questions interrupt, so that going on afterwards is learnt, too."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from random import Random

from causerie.domain.names import ACTION_LISTEN
from causerie.policies.learning.side_exchanges import Exchanges
from causerie.policies.learning.views import INTENT
from causerie.policies.states import PolicyState, loop_name

COPIES = 3
MOST_INSERTED = 3
MOST_IN_FORM = 2
MOST_STORIES_COPIED = 1000

_Place = tuple[str, PolicyState, str | None]


@dataclass(frozen=True, slots=True)
class LearntStory:
    """``actions``: per state the action that comes next; None where nothing leads up to it."""

    states: list[PolicyState]
    symbols: list[str]
    actions: list[str | None]


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
            inserted = [part for message in chosen for part in _exchange(story, place, message, exchanges)]
            out.append(_with(story, place, inserted))
    return out


def interrupted_forms(
    stories: Sequence[LearntStory], answers: Exchanges, loops: Collection[str], random: Random
) -> list[LearntStory]:
    """Stories where the user asks something else while a form waits: it is answered, the form asks again.

    So Rasa's manual tells to write it; stories that go on otherwise weigh more than these.
    """
    if not answers:
        return []
    out: list[LearntStory] = []
    for story in stories[:MOST_STORIES_COPIED]:
        places = [index + 1 for index in range(2, len(story.symbols) - 1) if _waits(story, index, loops)]
        for place in random.sample(places, min(COPIES, len(places))):
            chosen = random.choices(sorted(answers), k=random.randint(1, MOST_IN_FORM))
            form = story.symbols[place - 1]
            inserted = [
                part for message in chosen for part in _exchange(story, place, message, answers, form)
            ]
            out.append(_with(story, place, inserted))
    return out


def _waits(story: LearntStory, index: int, loops: Collection[str]) -> bool:
    """Whether a form has asked here and is still active afterwards."""
    form = story.symbols[index]
    asked = form in loops and story.actions[index] == ACTION_LISTEN
    return asked and loop_name(story.states[index + 1]) == form


def _exchange(
    story: LearntStory, place: int, message: str, answers: Exchanges, form: str | None = None
) -> Iterator[_Place]:
    """A message and its answer, after which the form asks again if there is one.

    What holds (slots) is as it was before.
    """
    held = {part: value for part, value in story.states[place - 1].items() if part == "slots"}
    if form is not None:
        held["active_loop"] = {"name": form}
    user = {"intent": message.removeprefix(INTENT)}
    actions = [ACTION_LISTEN, answers[message], *([form] if form is not None else []), ACTION_LISTEN]
    for done, then in pairwise(actions):
        state = {**held, "user": user, "prev_action": {"action_name": done}}
        yield message if done == ACTION_LISTEN else done, state, then


def _with(story: LearntStory, place: int, inserted: Sequence[_Place]) -> LearntStory:
    symbols, states, actions = (list(parts) for parts in zip(*inserted, strict=True))
    return LearntStory(
        [*story.states[:place], *states, *story.states[place:]],
        [*story.symbols[:place], *symbols, *story.symbols[place:]],
        [*story.actions[:place], *actions, *story.actions[place:]],
    )
