"""A real server on loopback, in the test's own loop."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any

import httpx2
import pytest

from causerie.channels.rest import RestInput
from causerie.files.endpoints import Endpoints
from causerie.ports import InputChannel
from causerie.server.app import Options, create_app
from causerie.server.served import Served


@pytest.fixture
async def client(talk: Callable[..., Any]) -> AsyncIterator[Callable[..., Any]]:
    """``await client(project, actions, options)`` serves a project and gives a client for it."""
    running: list[tuple[Any, httpx2.AsyncClient]] = []

    async def serve(
        text: str,
        actions: str | None = None,
        options: Options = Options(enable_api=True),
        endpoints: Endpoints | None = None,
        channels: Sequence[InputChannel] = (RestInput(),),
    ) -> httpx2.AsyncClient:
        app = create_app(Served(talk(text, actions, endpoints).assistant), channels, options)
        listening = socket.create_server(("127.0.0.1", 0))
        port = listening.getsockname()[1]
        server = await app.create_server(sock=listening, return_asyncio_server=True, access_log=False)
        assert server is not None
        await server.startup()
        http = httpx2.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=20)
        running.append((server, http))
        return http

    yield serve
    for server, http in running:
        await http.aclose()
        await asyncio.sleep(0.01)  # let the server see that its connections are closed
        server.close()
        await server.wait_closed()
