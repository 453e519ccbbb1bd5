"""An open question, with what the conversation says about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from causerie.dialogue.events import BotUttered, UserUttered
from causerie.dialogue.tracker import Tracker
from causerie.llm.request import Message

LANGUAGE_SLOT = "language"
USUAL_LANGUAGE = "en"
MOST_HISTORY = 40


@dataclass(frozen=True, slots=True)
class Question:
    """``turn`` is the id of the message that asks. ``history``: what was said before, oldest first.
    ``wishes``: the user's own instructions.
    """

    text: str
    conversation: str
    turn: str = ""
    language: str | None = None
    history: tuple[Message, ...] = ()
    slots: Mapping[str, Any] = field(default_factory=dict)
    form: str | None = None
    asked_slot: str | None = None
    wishes: str = ""

    def asking(self, text: str) -> Question:
        """The same conversation asked something else."""
        return replace(self, text=text)


def question_of(tracker: Tracker, language: str | None, wishes: str = "") -> Question:
    """What the latest message asks. ``language`` is the project's; the slot of that name goes before it."""
    state = tracker.state
    message = state.latest_message
    slots = {name: value for name, value in state.slots.items() if value is not None}
    return Question(
        text=(message.text or "") if message else "",
        conversation=tracker.sender_id,
        turn=(message.message_id or "") if message else "",
        language=_language(slots, language),
        history=_history(tracker, message),
        slots=slots,
        form=state.loop_name,
        asked_slot=state.requested_slot,
        wishes=wishes,
    )


def question_of_state(state: Mapping[str, Any], language: str | None) -> Question:
    """The same from a tracker's JSON, as custom actions get it."""
    slots = {name: value for name, value in (state.get("slots") or {}).items() if value is not None}
    latest = state.get("latest_message") or {}
    events = [event for event in state.get("events") or () if event.get("event") in ("user", "bot")]
    users = [place for place, event in enumerate(events) if event["event"] == "user"]
    before = events[: users[-1]] if users else events
    said = [
        Message("user" if event["event"] == "user" else "assistant", str(event["text"]))
        for event in before
        if event.get("text")
    ]
    return Question(
        text=str(latest.get("text") or ""),
        conversation=str(state.get("sender_id") or ""),
        turn=str(latest.get("message_id") or ""),
        language=_language(slots, language),
        history=tuple(said[-MOST_HISTORY:]),
        slots=slots,
        form=(state.get("active_loop") or {}).get("name"),
        asked_slot=slots.get("requested_slot"),
    )


def _language(slots: Mapping[str, Any], usual: str | None) -> str | None:
    spoken = slots.get(LANGUAGE_SLOT)
    return spoken if isinstance(spoken, str) else usual


def _history(tracker: Tracker, latest: UserUttered | None) -> tuple[Message, ...]:
    found: list[Message] = []
    for event in tracker.applied_backwards():
        if len(found) == MOST_HISTORY:
            break
        if isinstance(event, BotUttered) and event.text:
            found.append(Message("assistant", event.text))
        elif isinstance(event, UserUttered) and event.text and event is not latest:
            found.append(Message("user", event.text))
    return tuple(found[::-1])
