"""A conversation as a stream: what is stored after a cursor, then what happens, as long as somebody reads."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass

from causerie.channels.web.live import OVER, STORED, Live
from causerie.channels.web.showing import Names, as_sse, shown
from causerie.ports import ConversationAccess

HEARTBEAT = 15.0
BEAT = ": here\n\n"


@dataclass(slots=True)
class Feed:
    """``access`` reads stored events, ``live`` brings the others. ``poll``: seconds between looks at the store,
    where other processes may have written; each heartbeat looks, too.
    """

    access: ConversationAccess
    live: Live
    poll: float = 3.0

    async def read(self, conversation: str, after: int) -> AsyncGenerator[str, None]:
        """Server-sent events, without end. A cursor that is no more gives ``gone`` and begins anew."""
        with self.live.listening(conversation) as queue:
            if queue is None:
                yield as_sse("busy", {})
                return
            with self.access.watched(conversation, lambda: queue.put_nowait(STORED)):
                reader = _Reader(self.access, conversation, after)
                for piece in await reader.news():
                    yield piece
                yield as_sse("ready", {})
                if self.live.is_busy(conversation):
                    yield as_sse("typing", {"on": True})
                silence, pause = 0.0, min(self.poll, HEARTBEAT)
                while True:
                    try:
                        kind, data = await asyncio.wait_for(queue.get(), pause)
                    except TimeoutError:
                        kind, data = STORED
                        silence += pause
                    if kind == OVER[0]:
                        return
                    pieces = await reader.news() if kind == STORED[0] else [as_sse(kind, data)]
                    if not pieces and silence >= HEARTBEAT:
                        pieces = [BEAT]
                    for piece in pieces:
                        silence = 0.0
                        yield piece


class _Reader:
    """Reads what is new in the store. Only the last event of a batch has a cursor: a batch comes whole or again."""

    def __init__(self, access: ConversationAccess, conversation: str, after: int) -> None:
        self.access = access
        self.conversation = conversation
        self.position = after
        self.names = Names()

    async def news(self) -> list[str]:
        found = await self.access.read(self.conversation, self.position)
        out = []
        if found.replaced and self.position:
            out.append(as_sse("gone", {}))
            self.names = Names()
        self.position = found.position
        told = list(shown(found.events, self.names))
        for number, (kind, data) in enumerate(told, 1):
            out.append(as_sse(kind, data, found.position if number == len(told) else None))
        return out
