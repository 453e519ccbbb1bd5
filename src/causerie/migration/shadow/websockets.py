"""WebSocket connections (Socket.IO) to the old server: frames pass both ways, unread."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import httpx2
from sanic import Request
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException
from websockets.typing import Subprotocol

from causerie.errors import EndpointError

HANDSHAKE = ("host", "upgrade", "connection", "content-length", "user-agent")
NO_REASON = 1005


def is_websocket(request: Request) -> bool:
    return str(request.headers.get("upgrade", "")).lower() == "websocket"


async def join(request: Request, upstream: httpx2.URL) -> None:
    """Until one side closes; raises EndpointError when the old server does not take the connection."""
    async with _connected(request, upstream) as there:
        protocols = [there.subprotocol] if there.subprotocol else []
        transport: Any = request.transport
        here = await transport.get_protocol().websocket_handshake(request, protocols)
        ways = [
            asyncio.ensure_future(_there_to_here(there, here)),
            asyncio.ensure_future(_here_to_there(here, there)),
        ]
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
            code = there.close_code
            await here.close(code if code and code != NO_REASON else 1000, there.close_reason or "")


@asynccontextmanager
async def _connected(request: Request, upstream: httpx2.URL) -> AsyncIterator[ClientConnection]:
    scheme = "wss" if upstream.scheme == "https" else "ws"
    path = (upstream.raw_path.rstrip(b"/") + request.raw_url).decode("latin-1")
    wanted = str(request.headers.get("sec-websocket-protocol") or "")
    headers = [
        (name, value)
        for name, value in request.headers.items()
        if name.lower() not in HANDSHAKE and not name.lower().startswith("sec-websocket")
    ]
    try:
        there = await connect(
            f"{scheme}://{upstream.netloc.decode()}{path}",
            additional_headers=headers,
            subprotocols=[Subprotocol(name.strip()) for name in wanted.split(",") if name.strip()] or None,
            user_agent_header=request.headers.get("user-agent"),
            max_size=None,
            open_timeout=10,
        )
    except (OSError, TimeoutError, WebSocketException) as error:
        raise EndpointError(str(error) or type(error).__name__) from error
    try:
        yield there
    finally:
        await there.close()


async def _there_to_here(there: ClientConnection, here: Any) -> None:
    with suppress(ConnectionClosed):
        async for frame in there:
            await here.send(frame)


async def _here_to_there(here: Any, there: ClientConnection) -> None:
    with suppress(ConnectionClosed):
        async for frame in here:
            await there.send(frame)
