"""Events of a conversation as the widget shows them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from causerie.dialogue import events as e
from causerie.ports import BotMessage

Json = dict[str, Any]
SHOWN = ("buttons", "quick_replies", "image", "attachment", "elements", "custom")
NATIVE = frozenset({"text", "links", *SHOWN})


class Names:
    """Names messages of the bot: by their time, and by number where several have the same."""

    def __init__(self) -> None:
        self._last = 0.0
        self._same = 0

    def of(self, event: e.Event) -> str:
        if event.timestamp == self._last:
            self._same += 1
        else:
            self._last, self._same = event.timestamp, 0
        return f"b-{event.timestamp:.6f}" + (f"-{self._same}" if self._same else "")


def shown(events: Iterable[e.Event], names: Names) -> Iterator[tuple[str, Json]]:
    """Kind and data of what the widget is told of each event; most events are none of its business."""
    for event in events:
        match event:
            case e.BotUttered():
                found = bot_message(BotMessage(event.text, event.data, event.metadata))
                if found:
                    yield "message", {"id": names.of(event), "from": "bot", "at": event.timestamp, **found}
            case e.UserUttered():
                if not (event.metadata.get("silent") or event.metadata.get("is_external")):
                    yield "message", _user_message(event)
            case e.Restarted():
                yield "restarted", {"at": event.timestamp}
            case e.FeedbackGiven():
                yield (
                    "feedback",
                    {
                        "message": event.message,
                        "value": event.value,
                        "rating": event.rating,
                        "comment": event.comment,
                    },
                )


def bot_message(message: BotMessage) -> Json:
    """Empty when there is nothing to show."""
    found: Json = {}
    if message.text and message.text.strip():
        found["text"] = message.text.strip()
    found |= {key: message.data[key] for key in SHOWN if message.data.get(key)}
    if found and (citations := [item for item in _citations(message.metadata) if item]):
        found["metadata"] = {"citations": citations}
    return found


def _citations(metadata: Json) -> list[Json]:
    told = metadata.get("open_turn")
    sources = told.get("sources") if isinstance(told, dict) else None
    return [
        {key: source[key] for key in ("number", "title", "url", "text") if source.get(key)}
        for source in sources or ()
        if isinstance(source, dict)
    ]


def _user_message(event: e.UserUttered) -> Json:
    title = event.metadata.get("title")
    found = {
        "id": f"u-{event.message_id}",
        "from": "user",
        "at": event.timestamp,
        "text": title if isinstance(title, str) and title else event.text or "",
    }
    if files := event.metadata.get("files"):
        found["files"] = files
    return found


def as_sse(kind: str, data: Json, cursor: int | None = None) -> str:
    """One server-sent event."""
    head = f"id: {cursor}\n" if cursor is not None else ""
    return f"{head}event: {kind}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
