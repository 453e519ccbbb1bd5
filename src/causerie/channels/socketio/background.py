"""Tasks that python-socketio begins for each client (pings, events) and leaves behind when the server stops."""

from __future__ import annotations

import asyncio
from typing import Any

import socketio


class Background:
    """Knows the tasks of ``server`` that are under way."""

    def __init__(self, server: socketio.AsyncServer) -> None:
        self._server = server
        self._tasks: set[asyncio.Task[Any]] = set()
        self._begin = server.eio.start_background_task
        server.eio.start_background_task = self._begun

    async def stop(self) -> None:
        """A turn that somebody waits for goes on: it is a task of its own."""
        await self._server.shutdown()
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _begun(self, target: Any, *args: Any, **options: Any) -> asyncio.Task[Any]:
        task: asyncio.Task[Any] = self._begin(target, *args, **options)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task
