"""The server: a thread with an event loop of its own, on a port of 127.0.0.1."""

from __future__ import annotations

import asyncio
import threading
import time
from collections import deque
from collections.abc import Callable, Coroutine, Iterable
from types import TracebackType
from typing import Any

from causerie.contracts.gpt.answering import Script, answer
from causerie.contracts.gpt.faults import Fault
from causerie.contracts.gpt.http import Answering, read_request
from causerie.contracts.gpt.recorded import Message, Recorded

Answer = Callable[[list[Message]], str]


class LocalGpt:
    """Start it with ``with``; everything may be set while it runs.

    ``answer`` makes the text of an answer from the messages, or is a list of texts used one after the
    other; a ``Fault`` in that list makes its request fail. ``fault`` makes every request fail.
    ``token_delay``: seconds before each event of a stream; ``delay``: before each answer. With a ``key``
    requests without it get 401. ``embeddings_fault`` and ``embeddings_delay`` are those of /v1/embeddings, whose
    vectors have ``vector_size`` numbers. ``flagged`` says what /v1/moderations finds harmful.
    """

    def __init__(
        self, answer: Answer | Iterable[str | Fault] = lambda messages: "Hello from the local GPT."
    ) -> None:
        self.asked: list[Recorded] = []
        self.fault: Fault | None = None
        self.token_delay = 0.0
        self.delay = 0.0
        self.embeddings_fault: Fault | None = None
        self.embeddings_delay = 0.0
        self.vector_size = 256
        self.retry_after = 1.0
        self.key: str | None = None
        self.flagged: Callable[[str], bool] = lambda text: False
        self.open_connections = 0
        self.connections_made = 0
        self._next: deque[str | Fault] = deque()
        self._answer: Answer | None = None
        self.answer_with(answer)
        self._loop = asyncio.new_event_loop()
        self._server: asyncio.Server | None = None
        self._connections: set[asyncio.Task[None]] = set()
        self._thread = threading.Thread(target=self._loop.run_forever, name="local-gpt", daemon=True)
        self.port = 0

    def answer_with(self, answer: Answer | Iterable[str | Fault]) -> None:
        """From now on; a list is used up from its beginning."""
        if callable(answer):
            self._answer, self._next = answer, deque()
        else:
            self._answer, self._next = None, deque(answer)

    def fail_next(self, *faults: Fault) -> None:
        """The next requests fail so, then it goes on as before."""
        self._next.extendleft(reversed(faults))

    @property
    def base_url(self) -> str:
        """For OpenAI's SDK: ``http://127.0.0.1:<port>/v1``."""
        return f"{self.root_url}/v1"

    @property
    def root_url(self) -> str:
        """For Azure's client, as ``azure_endpoint``."""
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> LocalGpt:
        self._thread.start()
        self._run(self._listen())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._run(self._stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def refuse_connections(self) -> None:
        """Stop listening and end all connections: the next one is refused."""
        self._run(self._stop())

    def listen_again(self) -> None:
        self._run(self._listen())

    # -- in the server's thread

    async def _listen(self) -> None:
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _stop(self) -> None:
        server, self._server = self._server, None
        if server:
            server.close()
        for connection in list(self._connections):
            connection.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)
        if server:
            await server.wait_closed()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._connections.add(task)
        self.open_connections += 1
        self.connections_made += 1
        try:
            await self._serve(reader, writer)
        except (ConnectionError, asyncio.CancelledError):
            pass  # the client left, or the server is stopped: both are ways to end
        finally:
            self.open_connections -= 1
            self._connections.discard(task)
            writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        ahead = b""
        while (asked := await read_request(reader, ahead)) is not None:
            self.asked.append(asked)
            ahead = await self._answer_while_they_listen(asked, reader, writer)
            if asked.hung_up or writer.is_closing():
                return

    async def _answer_while_they_listen(
        self, asked: Recorded, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> bytes:
        """Answer until it is said or the client is gone; bytes that came meanwhile."""
        listening = asyncio.create_task(reader.read(1))
        answering = asyncio.create_task(answer(asked, self._script(asked), Answering(writer)))
        try:
            await asyncio.wait({listening, answering}, return_when=asyncio.FIRST_COMPLETED)
            asked.hung_up = not answering.done()
        finally:
            listening.cancel()
            answering.cancel()
            found = await asyncio.gather(listening, answering, return_exceptions=True)
            asked.ended = time.monotonic()
        if isinstance(found[1], Exception):
            raise found[1]
        return found[0] if isinstance(found[0], bytes) else b""

    def _script(self, asked: Recorded) -> Script:
        """What to do with this request, as it is set now."""
        following = self._next.popleft() if self._next and asked.asks_for_text else None
        embeds = asked.path.endswith("/embeddings")
        usual = self.embeddings_fault or self.fault if embeds else self.fault
        fault = following if isinstance(following, Fault) else usual
        text = following if following is not None and not isinstance(following, Fault) else None
        if text is None:
            text = self._answer(asked.messages) if self._answer else "No answer is left in the list."
        return Script(
            text,
            fault,
            self.embeddings_delay if embeds else self.delay,
            self.token_delay,
            self.retry_after,
            self.key,
            self.vector_size,
            self.flagged,
        )

    def _run(self, work: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(10)
