"""Copies of stories: interrupted by questions, or begun later, so that going on from there is learnt, too."""

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
COPIES_BEGUN_LATER = 2
MOST_INSERTED = 3
MOST_IN_FORM = 2
MOST_STORIES_COPIED = 1000

_Place = tuple[str, PolicyState, str | None]


@dataclass(frozen=True, slots=True)
class LearntStory:
    """``actions``: per state the action that comes next; None where nothing leads up to it.

    ``loops``: those that the story says become active.
    """

    states: list[PolicyState]
    symbols: list[str]
    actions: list[str | None]
    loops: frozenset[str] = frozenset()


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
    stories: Sequence[LearntStory],
    answers: Exchanges,
    loops: Collection[str],
    random: Random,
    *,
    filled_at_once: bool,
) -> list[LearntStory]:
    """Stories where the user asks something else while a form waits: it is answered, the form asks again.

    So Rasa's manual tells to write it; stories that go on otherwise weigh more than these.
    ``filled_at_once``: also where a story tells nothing of what is said in the form.
    """
    if not answers:
        return []
    out: list[LearntStory] = []
    for story in stories[:MOST_STORIES_COPIED]:
        places = [index for index, symbol in enumerate(story.symbols[:-1]) if symbol in loops and index > 1]
        for place in random.sample(places, min(COPIES, len(places))):
            chosen = random.choices(sorted(answers), k=random.randint(1, MOST_IN_FORM))
            if _waits(story, place):
                out.append(_asked_again(story, place, chosen, answers))
            elif filled_at_once and _is_filled(story, place):
                out.append(_filled_later(story, place, chosen, answers))
    return out


def begun_later(stories: Sequence[LearntStory], random: Random) -> list[LearntStory]:
    """Stories that begin with a later message of the user: what led up to a place is seldom all needed there."""
    out: list[LearntStory] = []
    for story in stories[:MOST_STORIES_COPIED]:
        places = [
            index for index, symbol in enumerate(story.symbols) if symbol.startswith(INTENT) and index > 2
        ]
        for place in random.sample(places, min(COPIES_BEGUN_LATER, len(places))):
            out.append(
                LearntStory(
                    [story.states[0], *story.states[place:]],
                    [story.symbols[0], *story.symbols[place:]],
                    [None, *story.actions[place:]],
                )
            )
    return out


def _asked_again(story: LearntStory, place: int, messages: Sequence[str], answers: Exchanges) -> LearntStory:
    """A story that goes on inside the form goes on so after the questions."""
    form = story.symbols[place]
    inserted = [part for message in messages for part in _exchange(story, place + 1, message, answers, form)]
    return _with(story, place + 1, inserted)


def _filled_later(story: LearntStory, place: int, messages: Sequence[str], answers: Exchanges) -> LearntStory:
    """A story that has the form filled at once has it filled after the questions."""
    form = story.symbols[place]
    asking = {**story.states[place], "active_loop": {"name": form}}
    inserted: list[_Place] = [(form, asking, ACTION_LISTEN)]
    for message in messages:
        inserted += _exchange(story, place, message, answers, form)
    copy = _with(story, place, inserted[:-1])
    filled = place + len(inserted) - 1
    copy.states[filled] = {**copy.states[filled], "user": {"intent": messages[-1].removeprefix(INTENT)}}
    return copy


def _waits(story: LearntStory, place: int) -> bool:
    """Whether the form that ran here has asked and is still active afterwards."""
    asked = story.actions[place] == ACTION_LISTEN
    return asked and loop_name(story.states[place + 1]) == story.symbols[place]


def _is_filled(story: LearntStory, place: int) -> bool:
    """Whether the form became active and was done with here."""
    return story.symbols[place] in story.loops and story.actions[place] is not None


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
