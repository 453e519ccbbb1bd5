"""As much of HTTP/1.1 as the local GPT needs."""

from __future__ import annotations

import asyncio
import json
import socket
import struct
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from causerie.contracts.gpt.recorded import Recorded


async def read_request(reader: asyncio.StreamReader, ahead: bytes = b"") -> Recorded | None:
    """The next request of a connection, None at its end; ``ahead`` are bytes read before."""
    try:
        head = ahead + await reader.readuntil(b"\r\n\r\n")
    except (asyncio.IncompleteReadError, ConnectionError):
        return None
    first, *lines = head.decode("latin-1").strip().split("\r\n")
    method, target, _ = first.split(" ", 2)
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    url = urlsplit(target)
    return Recorded(
        method, unquote(url.path), dict(parse_qsl(url.query)), headers, json.loads(body) if body else None
    )


class Answering:
    """Writes one answer."""

    def __init__(self, writer: asyncio.StreamWriter) -> None:
        self._writer = writer

    async def whole(
        self, status: int, body: bytes, kind: str = "application/json", headers: dict[str, str] | None = None
    ) -> None:
        self._head(status, kind, {"content-length": str(len(body)), **(headers or {})})
        self._writer.write(body)
        await self._writer.drain()

    async def json(self, status: int, value: Any, headers: dict[str, str] | None = None) -> None:
        await self.whole(status, json.dumps(value).encode(), headers=headers)

    async def slowly(self, body: bytes, pause: float, kind: str = "application/json") -> None:
        """A byte now and then; never comes to the end."""
        self._head(200, kind, {"content-length": str(len(body) + 1)})
        for byte in body:
            self._writer.write(bytes([byte]))
            await self._writer.drain()
            await asyncio.sleep(pause)

    async def part(self, body: bytes) -> None:
        """Less than was promised."""
        self._head(200, "application/json", {"content-length": str(len(body) + 100)})
        self._writer.write(body)
        await self._writer.drain()

    def begin_stream(self) -> None:
        self._head(200, "text/event-stream; charset=utf-8", {"transfer-encoding": "chunked"})

    async def chunk(self, data: bytes) -> None:
        self._writer.write(b"%x\r\n%b\r\n" % (len(data), data))
        await self._writer.drain()

    async def end_stream(self) -> None:
        self._writer.write(b"0\r\n\r\n")
        await self._writer.drain()

    def close(self) -> None:
        self._writer.close()

    def reset(self) -> None:
        """The client sees ``Connection reset by peer``."""
        handle = self._writer.get_extra_info("socket")
        handle.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._writer.transport.abort()

    def _head(self, status: int, kind: str, headers: dict[str, str]) -> None:
        lines = [f"HTTP/1.1 {status} {HTTPStatus(status).phrase}", f"content-type: {kind}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        self._writer.write(("\r\n".join(lines) + "\r\n\r\n").encode("latin-1"))
