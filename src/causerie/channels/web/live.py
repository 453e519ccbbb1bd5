"""What happens in a conversation right now and is not stored: typing, pieces, drafts."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Protocol

from causerie.channels.web.showing import bot_message
from causerie.channels.web.turns import Turns
from causerie.ports import BotMessage

Json = dict[str, Any]
Happened = tuple[str, Json]
MOST_LISTENERS = 20
#: How the names of the channel's conversations begin.
PREFIX = "web-"
#: In a queue: the store has something new.
STORED: Happened = ("stored", {})
#: In a queue: the server stops.
OVER: Happened = ("over", {})


class Others(Protocol):
    """The other processes that serve the same conversations."""

    def tell(self, conversation: str, kind: str, data: Json) -> None:
        """Neither waits nor fails; what can't be told now is left out."""


class Live:
    """The open streams of this process. ``others`` are told what happens here, and tell what happens there."""

    def __init__(self) -> None:
        self.others: Others | None = None
        self.turns = Turns()
        self._queues: dict[str, set[asyncio.Queue[Happened]]] = {}

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
        """Something happens in this process."""
        self._show(conversation, kind, data)
        if self.others is not None:
            self.others.tell(conversation, kind, data)

    @contextmanager
    def turn(self, conversation: str) -> Iterator[None]:
        """Says when a turn begins and when the last one is over."""
        self.turns.begin(conversation)
        self.tell(conversation, "typing", {"on": True})
        try:
            yield
        finally:
            self.turns.end(conversation)
            if conversation not in self.turns.here:
                self._tell_of_end(conversation)

    def stored(self, conversation: str) -> None:
        """Something was stored by this process, or erased: its own streams know it from the assistant."""
        if self.others is not None and conversation.startswith(PREFIX):
            self.others.tell(conversation, *STORED)

    def close(self) -> None:
        """End all streams."""
        for queues in self._queues.values():
            for queue in queues:
                queue.put_nowait(OVER)

    def is_busy(self, conversation: str) -> bool:
        return self.turns.is_busy(conversation)

    # -- what others tell

    def heard(self, process: str, conversation: str, kind: str, data: Json) -> None:
        """Something happens in another process."""
        if kind != "typing":
            self._show(conversation, kind, data)
            return
        with self._changing_turns():
            self.turns.heard(process, conversation, data.get("on") is True, time.monotonic())

    def heard_turns(self, process: str, conversations: Iterable[str]) -> None:
        """All turns that are under way in another process."""
        with self._changing_turns():
            self.turns.heard_all(process, conversations, time.monotonic())

    def forget_silent(self) -> None:
        """Processes that say nothing any more have no turns."""
        with self._changing_turns():
            self.turns.forget_silent(time.monotonic())

    def heard_nothing(self) -> None:
        """The others can't be heard any more: nobody knows how their turns go on."""
        with self._changing_turns():
            self.turns.forget_others()

    @contextmanager
    def _changing_turns(self) -> Iterator[None]:
        """Shows what the turns of other processes change for a conversation."""
        before = self.turns.elsewhere()
        yield
        after = self.turns.elsewhere()
        for conversation in after - before:
            self._show(conversation, "typing", {"on": True})
        for conversation in before - after:
            self._show(conversation, "typing", {"on": False})

    def _tell_of_end(self, conversation: str) -> None:
        if not self.turns.is_busy(conversation):
            self._show(conversation, "typing", {"on": False})
        if self.others is not None:
            self.others.tell(conversation, "typing", {"on": False})

    def _show(self, conversation: str, kind: str, data: Json) -> None:
        for queue in self._queues.get(conversation, ()):
            queue.put_nowait((kind, data))


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

    def stored(self, sender_id: str) -> None:
        self.live.stored(sender_id)
