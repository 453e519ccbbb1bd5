"""A thread with an event loop of its own, for code that may block or hang."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine
from concurrent.futures import Future
from typing import Any, TypeVar

T = TypeVar("T")


class ActionThread:
    """Runs coroutines elsewhere. One that blocks its thread past the time limit loses the thread."""

    def __init__(self, name: str = "causerie-actions") -> None:
        self._name = name
        self._loop: asyncio.AbstractEventLoop | None = None

    async def run(self, work: Coroutine[Any, Any, T], timeout: float) -> T:
        """The coroutine's result; raises TimeoutError after ``timeout`` seconds."""
        loop = self._running_loop()
        future: Future[T] = asyncio.run_coroutine_threadsafe(work, loop)
        try:
            return await asyncio.wait_for(asyncio.wrap_future(future), timeout)
        except TimeoutError:
            future.cancel()
            if not await _responds(loop):
                self._abandon(loop)
            raise

    def close(self) -> None:
        if self._loop is not None:
            self._abandon(self._loop)

    def _running_loop(self) -> asyncio.AbstractEventLoop:
        if self._loop is None:
            loop = asyncio.new_event_loop()
            threading.Thread(target=_serve, args=(loop,), name=self._name, daemon=True).start()
            self._loop = loop
        return self._loop

    def _abandon(self, loop: asyncio.AbstractEventLoop) -> None:
        """Let the thread end when (if ever) it comes back; the next action gets a new one."""
        if self._loop is loop:
            self._loop = None
        loop.call_soon_threadsafe(loop.stop)


def _serve(loop: asyncio.AbstractEventLoop) -> None:
    asyncio.set_event_loop(loop)
    try:
        loop.run_forever()
    finally:
        for task in asyncio.all_tasks(loop):
            task.cancel()
        loop.run_until_complete(asyncio.sleep(0))
        loop.close()


async def _responds(loop: asyncio.AbstractEventLoop) -> bool:
    """Whether the loop still turns."""
    ping = asyncio.run_coroutine_threadsafe(asyncio.sleep(0), loop)
    try:
        await asyncio.wait_for(asyncio.wrap_future(ping), 0.2)
    except TimeoutError:
        return False
    return True
