"""A new session takes the slots along."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from causerie.dialogue.events import SlotSet

PROJECT = """
policies: [{name: RulePolicy}]
intents: [hello]
session_config: {session_expiration_time: 60, carry_over_slots_to_new_session: true}
slots:
  a: {type: any, mappings: [{type: custom}]}
  b: {type: any, mappings: [{type: custom}]}
responses: {utter_hello: [{text: "{a} {b}"}]}
rules: [{rule: hello, steps: [{intent: hello}, {action: utter_hello}]}]
"""


async def set_slots(conversation: Any, *values: tuple[str, int]) -> None:
    events = [SlotSet(name=name, value=value) for name, value in values]
    await conversation.assistant.append(conversation.sender, events)


async def carried(conversation: Any) -> list[str]:
    events = await conversation.events()
    start = len(events) - 1 - events[::-1].index("SessionStarted")
    return [event for event in events[start:] if event.startswith("SlotSet")]


async def test_every_slot_event_is_carried_over_in_order(talk: Callable[..., Any]) -> None:
    conversation = talk(PROJECT)
    await conversation.say("/hello")
    await set_slots(conversation, ("a", 1), ("b", 1), ("a", 2))
    await conversation.say("/session_start")
    assert await carried(conversation) == ["SlotSet a=1", "SlotSet b=1", "SlotSet a=2"]
    assert await conversation.say("/hello") == ["2 1"]


async def test_sessions_do_not_grow_without_end(talk: Callable[..., Any]) -> None:
    conversation = talk(PROJECT)
    await conversation.say("/hello")
    await set_slots(conversation, *(("a", number) for number in range(150)), ("b", 7))
    await conversation.say("/session_start")
    assert await carried(conversation) == ["SlotSet a=149", "SlotSet b=7"]
    assert await conversation.say("/hello") == ["149 7"]
