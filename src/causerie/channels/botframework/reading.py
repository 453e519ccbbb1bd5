"""What an activity says."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from typing import Any

from causerie.channels.receiving.edits import of_edit
from causerie.channels.receiving.reading import a_dict, a_list, a_text, at

Json = dict[str, Any]
#: The fields of a card's value that are what its sender says, the first that is there.
SAYING = ("payload", "action", "text", "message", "verb")
REACTIONS = {"like": "up", "heart": "up", "plusOne": "up", "sad": "down", "angry": "down"}
SPACES = re.compile(r"[ \u00a0]+")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a conversation takes place: ``service`` is the connector's address, ``bot`` who speaks there."""

    service: str
    conversation: str
    bot: Json

    def as_json(self) -> Json:
        return {"service": self.service, "conversation": self.conversation, "bot": self.bot}

    @classmethod
    def from_json(cls, raw: Json) -> Place:
        return cls(raw["service"], raw["conversation"], raw["bot"])


@dataclass(frozen=True, slots=True)
class Said:
    """``channel``: which of the connector's; "msteams" is Teams."""

    sender: str
    text: str
    place: Place
    id: str = ""
    metadata: Json = field(default_factory=dict)
    channel: str = ""


@dataclass(frozen=True, slots=True)
class Liked:
    """A reaction to a message of the bot: ``value`` is "up", "down", or None for one that was taken back.

    ``was``: what that one meant; None where several went that meant different things.
    """

    sender: str
    message: str
    value: str | None
    was: str | None = None


def read_reaction(activity: Json) -> Liked | None:
    """Another reaction instead of the one before comes as one activity. None for reactions that say nothing."""
    sender, conversation = a_text(activity, "from", "id"), a_text(activity, "conversation", "id")
    message = a_text(activity, "replyToId")
    if activity.get("type") != "messageReaction" or not sender or not conversation or not message:
        return None
    added, removed = (
        [value for item in a_list(activity, key) if (value := REACTIONS.get(a_text(item, "type") or ""))]
        for key in ("reactionsAdded", "reactionsRemoved")
    )
    liked = f"{conversation}:{message}"
    if added:
        return Liked(sender, liked, added[0])
    return Liked(sender, liked, None, removed[0] if len(set(removed)) == 1 else None) if removed else None


def read_activity(activity: Json, answers_edits: bool = False) -> Said | None:
    """None for what is no message, or has nobody to answer."""
    is_edit = answers_edits and _is_edit(activity)
    sender, conversation = a_text(activity, "from", "id"), a_text(activity, "conversation", "id")
    service = activity.get("serviceUrl")
    if (
        not (is_edit or activity.get("type") == "message")
        or not sender
        or not conversation
        or not isinstance(service, str)
    ):
        return None
    metadata: Json = {}
    bot = a_dict(activity, "recipient")
    text = without_mention(a_text(activity, "text") or "", activity, a_text(bot, "id"))
    if attachments := a_list(activity, "attachments"):
        metadata["attachments"] = attachments
    if not text and (value := activity.get("value")) is not None:
        text, others = said_by(value)
        if others:
            metadata["value"] = others
    place = Place(service.rstrip("/"), conversation, bot)
    number = a_text(activity, "id") or ""
    if is_edit:
        metadata |= of_edit(number)
        number = f"{number}:{a_text(activity, 'timestamp') or ''}"
    return Said(sender, text, place, number, metadata, a_text(activity, "channelId") or "")


def _is_edit(activity: Json) -> bool:
    """Teams also tells of messages that were deleted and came back. An edit without a text says nothing."""
    kind = a_text(activity, "channelData", "eventType") or "editMessage"
    return activity.get("type") == "messageUpdate" and kind == "editMessage" and bool(activity.get("text"))


def said_by(value: Any) -> tuple[str, Json]:
    """What a pressed button or a submitted card says, and its other fields."""
    if isinstance(value, str):
        return value, {}
    key = next((key for key in SAYING if isinstance(at(value, key), str) and value[key]), None)
    if key is None:
        return "", a_dict([value], 0)
    return value[key], {name: item for name, item in value.items() if name != key}


def without_mention(text: str, activity: Json, own_id: str | None) -> str:
    """Without the mentions of the bot itself; those of others stay."""
    for entity in a_list(activity, "entities"):
        if at(entity, "type") != "mention" or own_id is None or a_text(entity, "mentioned", "id") != own_id:
            continue
        words = a_text(entity, "text") or f"<at>{html.escape(a_text(entity, 'mentioned', 'name') or '')}</at>"
        if words in text:
            text = SPACES.sub(" ", text.replace(words, "", 1)).strip()
    return text
