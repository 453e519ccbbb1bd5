"""One turn in the tracker that a Rasa server shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from causerie.channels.collecting import pieces
from causerie.domain.names import ACTION_LISTEN, ACTION_SESSION_START
from causerie.migration.talking.turns import Json, Said, When
from causerie.ports import BotMessage

SLACK = 1.0
# What Rasa itself writes into the metadata of every event.
STAMP = ("model_id", "assistant_id")


@dataclass(frozen=True, slots=True)
class TrackedTurn:
    """``before``: all events until the turn; ``events``: its own, its session's start among them."""

    before: tuple[Json, ...]
    events: tuple[Json, ...]
    time: float

    @property
    def message(self) -> Json:
        return self.events[_message_in(self.events)]

    @property
    def intent(self) -> str | None:
        name = ((self.message.get("parse_data") or {}).get("intent") or {}).get("name")
        return str(name) if name else None

    @property
    def metadata(self) -> Json:
        """What the channel sent along with the message."""
        found = self.message.get("metadata") or {}
        return {key: value for key, value in found.items() if key not in STAMP}

    @property
    def actions(self) -> tuple[str, ...]:
        """What was done, without the start of a session."""
        done = [event for event in self._after_message() if event.get("event") == "action"]
        return tuple(str(event.get("name") or event.get("action_text")) for event in done)

    @property
    def said(self) -> tuple[Said, ...]:
        return tuple(
            Said(piece, (event.get("metadata") or {}).get("utter_action"))
            for event in self.events
            if event.get("event") == "bot"
            for piece in pieces_of(event)
        )

    def _after_message(self) -> Sequence[Json]:
        return self.events[_message_in(self.events) + 1 :]


def pieces_of(bot: Mapping[str, Any]) -> list[Json]:
    """A bot event in the REST channel's form, without the recipient."""
    data = {key: value for key, value in (bot.get("data") or {}).items() if value}
    if data.get("image") and data.get("image") == data.get("attachment"):
        del data["attachment"]
    return [without_recipient(piece) for piece in pieces("", BotMessage(bot.get("text"), data))]


def without_recipient(piece: Mapping[str, Any]) -> Json:
    return {key: value for key, value in piece.items() if key != "recipient_id"}


def find_turn(events: Sequence[Json], text: str, after: float, when: When) -> TrackedTurn | None:
    """The first turn with this message ``after`` that time; at time 0, the nearest one."""
    found = [
        index
        for index, event in enumerate(events)
        if event.get("event") == "user"
        and str(event.get("text") or "").strip() == text.strip()
        and _time(event) > after
    ]
    if not found:
        return None
    nearest = min(found, key=lambda index: abs(_time(events[index]) - when.at + when.lasted))
    index = found[0] if after else nearest
    begin, end = _begin(events, index, when.lasted), _end(events, index)
    return TrackedTurn(tuple(events[:begin]), tuple(events[begin:end]), _time(events[index]))


def _begin(events: Sequence[Json], message: int, lasted: float) -> int:
    """The message, or the start of its session, if that is no older than the answer took."""
    for index in range(message - 1, -1, -1):
        event = events[index]
        if event.get("event") == "user":
            break
        if _is_session_start(event):
            began = not index or _time(events[message]) - _time(event) <= lasted + SLACK
            return _with_metadata(events, index) if began else message
    return message


def _with_metadata(events: Sequence[Json], index: int) -> int:
    """What a channel sends along with the first message is set as a slot before the session starts."""
    before = events[index - 1] if index else {}
    is_metadata = before.get("event") == "slot" and before.get("name") == "session_started_metadata"
    return index - 1 if is_metadata else index


def _end(events: Sequence[Json], message: int) -> int:
    """The next message, or the session that starts with it."""
    listened = False
    for index in range(message + 1, len(events)):
        event = events[index]
        is_next = event.get("event") == "user" and not _is_said_again(events, index)
        if is_next or (listened and _is_session_start(event)):
            return index
        listened = listened or (event.get("event") == "action" and event.get("name") == ACTION_LISTEN)
    return len(events)


def _is_said_again(events: Sequence[Json], index: int) -> bool:
    """An action undid the message and put it there anew, as the two-stage fallback does."""
    undone, listened = events[index - 2 : index] if index > 1 else ({}, {})
    return (
        undone.get("event") == "rewind" and listened.get("event") == "action" and not listened.get("policy")
    )


def _message_in(events: Sequence[Json]) -> int:
    return next(index for index, event in enumerate(events) if event.get("event") == "user")


def _is_session_start(event: Json) -> bool:
    return event.get("event") == "action" and event.get("name") == ACTION_SESSION_START


def _time(event: Json) -> float:
    return float(event.get("timestamp") or 0)
