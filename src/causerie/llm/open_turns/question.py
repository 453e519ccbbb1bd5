"""An open question, with what the conversation says about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from causerie.dialogue.events import BotUttered, UserUttered
from causerie.dialogue.tracker import Tracker
from causerie.llm.request import Message

LANGUAGE_SLOT = "language"
MOST_HISTORY = 40


@dataclass(frozen=True, slots=True)
class Question:
    """``turn`` is the id of the message that asks. ``history``: what was said before, oldest first."""

    text: str
    conversation: str
    turn: str
    language: str | None = None
    history: tuple[Message, ...] = ()
    slots: Mapping[str, Any] = field(default_factory=dict)
    form: str | None = None
    asked_slot: str | None = None
    user_instructions: str = ""

    @property
    def said(self) -> list[str]:
        """All that was said in the conversation."""
        return [*(message.text for message in self.history), self.text]


def question_of(tracker: Tracker, language: str | None) -> Question:
    """What the latest message asks. ``language`` is the project's; the slot of that name goes before it."""
    message = tracker.state.latest_message
    slots = {name: value for name, value in tracker.state.slots.items() if value is not None}
    spoken = slots.get(LANGUAGE_SLOT)
    return Question(
        text=(message.text or "") if message else "",
        conversation=tracker.sender_id,
        turn=(message.message_id or "") if message else "",
        language=spoken if isinstance(spoken, str) else language,
        history=history_of(tracker, message),
        slots=slots,
        form=tracker.state.loop_name,
        asked_slot=tracker.state.requested_slot,
    )


def history_of(tracker: Tracker, latest: UserUttered | None) -> tuple[Message, ...]:
    found: list[Message] = []
    for event in tracker.applied_backwards():
        if len(found) == MOST_HISTORY:
            break
        if isinstance(event, BotUttered) and event.text:
            found.append(Message("assistant", event.text))
        elif isinstance(event, UserUttered) and event.text and event is not latest:
            found.append(Message("user", event.text))
    return tuple(found[::-1])
