"""What Slack can tell: somebody spoke, reacted, or nothing that concerns the bot."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]
NOTHING = "Bot message delivered."
LINK_OPENED = "User clicked link button"
ELSEWHERE = "channel not supported."


@dataclass(frozen=True, slots=True)
class Heard:
    """``users`` are the bot's own ids, or who clicked. ``id`` tells deliveries of one message from others. ``title``:
    the words on a button that was pressed. ``edited``: the time stamp of the message that was edited.
    """

    text: str
    user: str
    channel: str
    thread: str | None = None
    users: tuple[str, ...] = ()
    files: list[Json] = field(default_factory=list)
    id: str = ""
    title: str | None = None
    edited: str | None = None

    def metadata(self) -> Json:
        found: Json = {"out_channel": self.channel, "thread_id": self.thread, "users": list(self.users)}
        if self.files:
            found["files"] = self.files
        if self.edited is not None:
            found |= {"edited": True, "ts": self.edited}
        return found


@dataclass(frozen=True, slots=True)
class Reacted:
    """A reaction on a message of the bot: ``value`` is "up", "down", or None for one that was taken back.

    ``message`` is Slack's name for it, ``was`` what the reaction that was taken back meant.
    """

    user: str
    channel: str
    message: str
    value: str | None
    was: str | None = None


@dataclass(frozen=True, slots=True)
class Ignored:
    """Nothing to do; ``answer`` is what Slack is told."""

    answer: str = NOTHING


Told = Heard | Reacted | Ignored
