"""A way to a server that can be cut: what is open breaks off, what comes afterwards goes through."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from typing import Any


class Cutting:
    """A TCP proxy on a port of its own, in a thread of its own. ``cuts``: how many connections were broken off."""

    def __init__(self, port: int) -> None:
        self._to = port
        self._open: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self.cuts = 0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="cutting", daemon=True)
        self._thread.start()
        self._server = self._run(asyncio.start_server(self._through, "127.0.0.1", 0))
        self.port = self._server.sockets[0].getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}/"

    def cut(self) -> int:
        """Breaks off everything that is open, in both directions; how many connections of clients that were."""

        async def broken() -> int:
            for writer in self._open:
                writer.transport.abort()
            return len(self._open) // 2

        broken_off: int = self._run(broken())
        self.cuts += broken_off
        return broken_off

    def close(self) -> None:
        async def closed() -> None:
            self._server.close()
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)

        self._run(closed())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    def _run(self, work: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    # -- in its thread

    async def _through(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        ends = {writer}
        try:
            there, back = await asyncio.open_connection("127.0.0.1", self._to)
            ends.add(back)
            self._open |= ends
            await asyncio.gather(_pour(reader, back), _pour(there, writer))
        except (OSError, asyncio.CancelledError):
            pass  # the server is away, somebody hung up, or the proxy closes
        finally:
            self._open -= ends
            self._tasks.discard(task)
            for end in ends:
                end.transport.abort()


async def _pour(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(65536):
        writer.write(data)
        await writer.drain()
    with contextlib.suppress(OSError, RuntimeError):
        writer.write_eof()
