"""Conversations as stories, without what was left unfinished."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from causerie.dialogue.events import Event, Restarted, UserUttered
from causerie.dialogue.tracker import Tracker
from causerie.files.project import Project
from causerie.interactive.conversation import is_listening
from causerie.training_data import ActionStep, BotStep, Step, Story, UserStep
from causerie.training_data.story_of import steps_of

STORY_NAME = "interactive_story_"
Steps = tuple[Step, ...]


def stories_from(
    tracker: Tracker, confirmed: Collection[str], project: Project, with_open_turn: bool
) -> tuple[Story, ...]:
    """One per conversation with a message of this session, under names that are free. A way that
    goes on in another story is no story of its own."""
    told = {repr(steps): steps for steps in _told(tracker, confirmed, with_open_turn)}.values()
    unique = [steps for steps in told if not any(_goes_on(other, steps) for other in told)]
    taken = {story.name for story in project.stories}
    numbers = (number for number in range(1, len(taken) + len(unique) + 1))
    names = [name for number in numbers if (name := f"{STORY_NAME}{number}") not in taken]
    return tuple(Story(name, steps) for name, steps in zip(names, unique, strict=False))


def has_open_turn(tracker: Tracker) -> bool:
    """Whether the bot has acted upon the last message and not listened yet."""
    steps = tuple(steps_of(tracker.applied_events()))
    return not is_listening(tracker) and bool(steps) and _answered(steps) == steps


def _told(tracker: Tracker, confirmed: Collection[str], with_open_turn: bool) -> Iterator[Steps]:
    conversations = _conversations(tracker.events)
    for events in conversations:
        if not any(isinstance(x, UserUttered) and x.message_id in confirmed for x in events):
            continue
        told = Tracker(tracker.sender_id, tracker.slots, events)
        steps = _answered(tuple(steps_of(told.applied_events())))
        if has_open_turn(told) and not (with_open_turn and events is conversations[-1]):
            steps = steps[: _last_message(steps)]
        if any(isinstance(step, UserStep) for step in steps):
            yield steps


def _conversations(events: Sequence[Event]) -> list[list[Event]]:
    """Cut where the conversation began anew."""
    found: list[list[Event]] = [[]]
    for event in events:
        if isinstance(event, Restarted):
            found.append([])
        else:
            found[-1].append(event)
    return found


def _answered(steps: Steps) -> Steps:
    """Without a last message that nothing came of: a story would teach to answer it with silence."""
    last = _last_message(steps)
    return steps if any(isinstance(x, ActionStep | BotStep) for x in steps[last:]) else steps[:last]


def _last_message(steps: Steps) -> int:
    return max((i for i, step in enumerate(steps) if isinstance(step, UserStep)), default=len(steps))


def _goes_on(other: Steps, steps: Steps) -> bool:
    return len(other) > len(steps) and other[: len(steps)] == steps
