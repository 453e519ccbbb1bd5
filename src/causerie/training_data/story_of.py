"""What happened in a conversation, as a story."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from causerie.dialogue.events import (
    ActionExecuted,
    ActiveLoop,
    Event,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from causerie.dialogue.tracker import Tracker
from causerie.domain.names import ACTION_LISTEN, ACTION_SESSION_START, ACTION_UNLIKELY_INTENT
from causerie.training_data import ActionStep, BotStep, LoopStep, SlotStep, Step, Story, UserStep

LEFT_OUT = (ACTION_LISTEN, ACTION_SESSION_START, ACTION_UNLIKELY_INTENT)


def sessions_as_stories(tracker: Tracker, all_sessions: bool = False) -> list[Story]:
    """One story per session; without ``all_sessions`` only the latest."""
    sessions = _sessions(tracker.events)
    if not all_sessions:
        sessions = sessions[-1:]
    names = (
        [tracker.sender_id]
        if len(sessions) == 1
        else [f"{tracker.sender_id}, story {number}" for number in range(1, len(sessions) + 1)]
    )
    return [
        Story(name, tuple(steps_of(session)), is_test=True)
        for name, session in zip(names, sessions, strict=True)
    ]


def _sessions(events: Sequence[Event]) -> list[list[Event]]:
    sessions: list[list[Event]] = [[]]
    for event in events:
        if isinstance(event, SessionStarted) and any(isinstance(e, UserUttered) for e in sessions[-1]):
            sessions.append([])
        elif isinstance(event, SessionStarted):
            sessions[-1].clear()
        sessions[-1].append(event)
    return sessions


def steps_of(events: Sequence[Event]) -> Iterator[Step]:
    """What these events are in a story; those that stories don't tell are left out."""
    for event in events:
        match event:
            case UserUttered():
                intent = event.full_retrieval_intent_name or event.intent_name
                yield UserStep(intent, event.text, event.entities)
            case ActionExecuted(name=name, action_text=text):
                if text:
                    yield BotStep(text)
                elif name and name not in LEFT_OUT:
                    yield ActionStep(name)
            case SlotSet():
                yield SlotStep(event.name, event.value)
            case ActiveLoop():
                yield LoopStep(event.name)
            case _:
                pass
