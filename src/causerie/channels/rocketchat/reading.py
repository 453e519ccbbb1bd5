"""What Rocket.Chat delivers: messages of channels by outgoing webhooks, those of visitors by Livechat."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from causerie.channels.receiving.edits import of_edit
from causerie.channels.receiving.reading import a_dict, a_list, a_text

Json = dict[str, Any]
#: What only messages of agents, edited ones, visits of pages and good-byes have.
OTHERS = ("agentId", "editedAt", "navigation", "closingMessage")


@dataclass(frozen=True, slots=True)
class Said:
    room: str
    text: str
    id: str = ""
    metadata: Json = field(default_factory=dict)


def is_livechat(body: Json) -> bool:
    return "visitor" in body


def read_delivery(body: Json, own_name: str, answers_edits: bool = False) -> Iterator[Said]:
    """What others said. Events without text and what an agent says lead to nothing; so do edited messages of
    visitors, and those of channels unless they are answered.
    """
    if is_livechat(body):
        yield from _livechat(body, own_name)
    elif answers_edits or not body.get("isEdited"):
        yield from _channel(body, own_name)


def _channel(body: Json, own_name: str) -> Iterator[Said]:
    """Rocket.Chat does not say when a message was edited: what tells edits apart are their words."""
    room, text = a_text(body, "channel_id"), body.get("text")
    if not room or not isinstance(text, str) or body.get("user_name") == own_name:
        return
    word = a_text(body, "trigger_word") or ""
    files = _files(body) or _files(a_dict(body, "message"))
    yield Said(
        room,
        text[len(word) :].strip() if word and text.startswith(word) else text,
        a_text(body, "message_id") or "",
        {
            **({"files": files} if files else {}),
            **(of_edit(a_text(body, "message_id") or "") if body.get("isEdited") else {}),
        },
    )


def _livechat(body: Json, own_name: str) -> Iterator[Said]:
    """When a session ends, all its messages are delivered once more, under another type."""
    room = a_text(body, "_id")
    if not room or body.get("type", "Message") != "Message":
        return
    for message in a_list(body, "messages"):
        text = message.get("msg") if isinstance(message, dict) else None
        if not isinstance(text, str) or message.get("username") == own_name:
            continue
        if any(message.get(key) is not None for key in OTHERS):
            continue
        files = _files(message)
        yield Said(room, text, a_text(message, "_id") or "", {"files": files} if files else {})


def _files(message: Json) -> list[Json]:
    found = a_list(message, "files") or [a_dict(message, "file")]
    names = {"_id": "id", "name": "name", "type": "type", "size": "size"}
    files = [
        {ours: item[theirs] for theirs, ours in names.items() if theirs in item}
        for item in found
        if isinstance(item, dict)
    ]
    return [item for item in files if item]
