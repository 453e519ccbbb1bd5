"""What happens in a conversation right now and is not stored: typing, pieces, drafts."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from causerie.channels.web.showing import bot_message
from causerie.ports import BotMessage

Json = dict[str, Any]
Happened = tuple[str, Json]
MOST_LISTENERS = 20
#: In a queue: the store has something new.
STORED: Happened = ("stored", {})
#: In a queue: the server stops.
OVER: Happened = ("over", {})


class Live:
    """The open streams of this process. ``busy`` are conversations with a turn under way."""

    def __init__(self) -> None:
        self._queues: dict[str, set[asyncio.Queue[Happened]]] = {}
        self._turns: dict[str, int] = {}

    @contextmanager
    def listening(self, conversation: str) -> Iterator[asyncio.Queue[Happened] | None]:
        """A queue of kinds and data; None when too many listen already."""
        queues = self._queues.setdefault(conversation, set())
        if len(queues) >= MOST_LISTENERS:
            yield None
            return
        queue: asyncio.Queue[Happened] = asyncio.Queue()
        queues.add(queue)
        try:
            yield queue
        finally:
            queues.discard(queue)
            if not queues:
                self._queues.pop(conversation, None)

    def tell(self, conversation: str, kind: str, data: Json) -> None:
        for queue in self._queues.get(conversation, ()):
            queue.put_nowait((kind, data))

    @contextmanager
    def turn(self, conversation: str) -> Iterator[None]:
        """Says when a turn begins and when the last one is over."""
        self._turns[conversation] = self._turns.get(conversation, 0) + 1
        self.tell(conversation, "typing", {"on": True})
        try:
            yield
        finally:
            self._turns[conversation] -= 1
            if not self._turns[conversation]:
                del self._turns[conversation]
                self.tell(conversation, "typing", {"on": False})

    def close(self) -> None:
        """End all streams."""
        for queues in self._queues.values():
            for queue in queues:
                queue.put_nowait(OVER)

    def is_busy(self, conversation: str) -> bool:
        return conversation in self._turns


class WebOutput:
    """Shows what is said while the turn goes on; the stored events follow by themselves."""

    name = "web"
    #: The widget sends a message again until it is told that its turn is stored.
    repeats = True
    #: What an action says is shown while it goes on.
    streams = True

    def __init__(self, live: Live) -> None:
        self.live = live

    async def send(self, recipient_id: str, message: BotMessage) -> None:
        if found := bot_message(message):
            self.live.tell(recipient_id, "draft", {"from": "bot", **found})

    async def send_piece(self, recipient_id: str, piece: str) -> None:
        """What nobody sees now is seen when it is stored, so it is made all the same."""
        self.live.tell(recipient_id, "delta", {"delta": piece})
