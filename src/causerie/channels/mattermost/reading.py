"""What Mattermost delivers: messages that begin with a trigger word, slash commands, presses of buttons."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from causerie.channels.receiving.reading import a_dict, a_text
from causerie.errors import RequestError

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Said:
    """``kind`` is "message", "command" or "press". ``id`` is empty where Mattermost gives none."""

    user: str
    channel: str
    text: str
    id: str = ""
    kind: str = "message"
    metadata: Json = field(default_factory=dict)


def read_body(body: Json) -> Said | None:
    """None for what says nothing. Raises RequestError 400 for a message without user, channel or text."""
    if "command" in body:
        return _command(body)
    if isinstance(body.get("trigger_word"), str):
        return _message(body)
    if "context" in body:
        return _press(body)
    return None


def is_own(body: Json) -> bool:
    """Whether the bot mentions itself: the trigger word is its name."""
    name, word = a_text(body, "user_name"), a_text(body, "trigger_word")
    return bool(name) and word == f"@{name}"


def without_trigger(text: str, word: str) -> str:
    """A trigger word that is only the beginning of a longer one stays."""
    if not word or not text.startswith(word):
        return text
    rest = text[len(word) :]
    is_cut = bool(rest) and word[-1].isalnum() and (rest[0].isalnum() or rest[0] == "_")
    return text if is_cut else rest.strip()


def _message(body: Json) -> Said:
    text = body.get("text")
    if not isinstance(text, str):
        raise _wrong("text")
    files = [{"id": name} for name in (a_text(body, "file_ids") or "").split(",") if name.strip()]
    return Said(
        _needed(body, "user_id"),
        _needed(body, "channel_id"),
        without_trigger(text, body["trigger_word"]),
        a_text(body, "post_id") or "",
        metadata={"files": files} if files else {},
    )


def _command(body: Json) -> Said:
    """What stands behind a slash command."""
    return Said(
        _needed(body, "user_id"),
        _needed(body, "channel_id"),
        (a_text(body, "text") or "").strip(),
        a_text(body, "trigger_id") or "",
        "command",
    )


def _press(body: Json) -> Said | None:
    """A button's action, or what was chosen from a menu."""
    context = a_dict(body, "context")
    text = a_text(context, "selected_option") or a_text(context, "action")
    if text is None:
        return None
    return Said(
        _needed(body, "user_id"),
        _needed(body, "channel_id"),
        text,
        a_text(body, "trigger_id") or "",
        "press",
    )


def _needed(body: Json, key: str) -> str:
    found = body.get(key)
    if not isinstance(found, str) or not found:
        raise _wrong(key)
    return found


def _wrong(key: str) -> RequestError:
    return RequestError(400, "BadRequest", f"'{key}' must be a text.", {"parameter": key})
