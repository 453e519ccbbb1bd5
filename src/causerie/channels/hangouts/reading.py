"""What an event of Google Chat says."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from causerie.channels.hangouts.settings import HangoutsSettings
from causerie.channels.receiving.reading import a_dict, a_list, a_text
from causerie.errors import RequestError

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Said:
    """``id`` is empty where Google gives none."""

    sender: str
    text: str
    id: str = ""
    metadata: Json = field(default_factory=dict)


def read_event(event: Json, settings: HangoutsSettings) -> list[Said]:
    """Nothing for events of other kinds. Raises RequestError 400 for one without space or sender."""
    texts = _texts(event)
    if not texts:
        return []
    if not isinstance(event.get("space"), dict):
        raise RequestError(400, "BadRequest", "'space' must be an object.", {"parameter": "space"})
    sender = _sender(event, settings.by_user)
    metadata: Json = {"room": _room(event["space"])}
    if settings.takes_files and (files := _files(event)):
        metadata["files"] = files
    number = _number(event)
    return [Said(sender, text, number, metadata) for text in texts]


def spoken(message: Json) -> str | None:
    """The text without mentions of the bot, which Google leaves out of ``argumentText``."""
    text, argument = message.get("text"), message.get("argumentText")
    if not isinstance(text, str):
        return argument.strip() if isinstance(argument, str) else None
    if isinstance(argument, str) and argument.strip() and _is_part(argument.split(), text.split()):
        return argument.strip() if argument.split() != text.split() else text
    return text


def _texts(event: Json) -> list[str]:
    kind, text = event.get("type"), spoken(a_dict(event, "message"))
    if kind == "MESSAGE":
        return [text] if text is not None else []
    if kind == "CARD_CLICKED":
        method = a_text(event, "action", "actionMethodName") or a_text(event, "common", "invokedFunction")
        return [method] if method else []
    if kind == "ADDED_TO_SPACE":
        added = "/user_added" if _is_direct(a_dict(event, "space")) else "/room_added"
        return [added, text] if text else [added]
    return ["/bot_removed"] if kind == "REMOVED_FROM_SPACE" else []


def _sender(event: Json, by_user: bool) -> str:
    key = "name" if by_user else "displayName"
    is_message = event.get("type") == "MESSAGE"
    people = [a_dict(event, "user"), a_dict(event, "message", "sender")]
    if is_message:
        people.reverse()
    sender = next((name for person in people if (name := a_text(person, key))), None)
    if sender is None:
        raise RequestError(400, "BadRequest", f"'user.{key}' is missing.", {"parameter": f"user.{key}"})
    return sender


def _room(space: Json) -> str | None:
    return None if _is_direct(space) else a_text(space, "displayName")


def _is_direct(space: Json) -> bool:
    kinds = (space.get("type"), space.get("spaceType"))
    return "DM" in kinds or "DIRECT_MESSAGE" in kinds


def _number(event: Json) -> str:
    """A message has a name of its own; other events are known by their time."""
    if event.get("type") == "MESSAGE":
        name, sender = a_text(event, "message", "name"), a_text(event, "message", "sender", "name")
        return f"{name}-{sender or ''}" if name else ""
    return a_text(event, "eventTime") or ""


def _files(event: Json) -> list[Json]:
    names = {"contentName": "name", "contentType": "type", "downloadUri": "url", "name": "id"}
    files = [
        {ours: item[theirs] for theirs, ours in names.items() if theirs in item}
        for item in a_list(event, "message", "attachment")
        if isinstance(item, dict)
    ]
    return [item for item in files if item]


def _is_part(words: list[str], of: list[str]) -> bool:
    """Whether ``words`` stand in ``of`` in this order, others between them."""
    rest = iter(of)
    return all(word in rest for word in words)
