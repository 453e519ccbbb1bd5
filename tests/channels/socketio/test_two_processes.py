"""Two processes with one Redis: what is said in one reaches the client of the other."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2
import pytest
import socketio
import yaml

from tests.channels.conftest import until

REDIS = shutil.which("redis-server")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(REDIS is None, reason="there is no redis-server on PATH"),
]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def redis_url(tmp_path: Path) -> Iterator[str]:
    port = free_port()
    options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(tmp_path)]
    process = subprocess.Popen([str(REDIS), *options], stdout=subprocess.DEVNULL)
    try:
        for _ in range(200):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            time.sleep(0.05)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        process.terminate()
        process.wait(20)


@dataclass
class Server:
    url: str
    process: subprocess.Popen[bytes]
    log: Path
    heard: list[tuple[str, Any]] = field(default_factory=list)
    client: Any = None

    async def visit(self, session: str) -> None:
        """A page that is connected to this process alone."""
        self.client = socketio.AsyncClient(reconnection=False)
        self.client.on("*", lambda event, data=None: self.heard.append((event, data)))
        await self.client.connect(self.url, transports=["websocket"])
        await self.client.emit("session_request", {"session_id": session})
        await until(lambda: ("session_confirm", session) in self.heard)

    def said(self) -> list[Any]:
        return [data for event, data in self.heard if event == "bot_uttered"]


@pytest.fixture
def servers(redis_url: str, channels_model: Path, tmp_path: Path) -> Iterator[list[Server]]:
    """They share the conversations and Redis, nothing else."""
    settings = {"session_persistence": True, "redis_url": redis_url}
    credentials, endpoints = tmp_path / "credentials.yml", tmp_path / "endpoints.yml"
    credentials.write_text(yaml.safe_dump({"socketio": settings, "rest": None}))
    store = {"type": "SQL", "dialect": "sqlite", "db": str(tmp_path / "conversations.db")}
    endpoints.write_text(yaml.safe_dump({"tracker_store": store}))
    started = []
    try:
        for name in ("one", "two"):
            port, log = free_port(), tmp_path / f"{name}.log"
            command = [sys.executable, "-m", "causerie", "run", "--enable-api", "--port", str(port)]
            command += ["--model", str(channels_model), "--endpoints", str(endpoints)]
            command += ["--credentials", str(credentials)]
            with log.open("wb") as out:
                process = subprocess.Popen(
                    command, cwd=tmp_path, stdout=out, stderr=out, start_new_session=True
                )
            started.append(Server(f"http://127.0.0.1:{port}", process, log))
            _wait(started[-1])
        yield started
    finally:
        ends = [_ended(server) for server in started]
    assert ends == [0, 0]
    for server in started:
        told = server.log.read_text(errors="replace")
        assert "Traceback" not in told, told[-3000:]
        assert "was destroyed but it is pending" not in told, told[-3000:]


def _ended(server: Server) -> int:
    """How it ended when it was asked to; one that doesn't is killed."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(server.process.pid, signal.SIGTERM)
    try:
        return server.process.wait(20)
    except subprocess.TimeoutExpired:
        os.killpg(server.process.pid, signal.SIGKILL)
        return server.process.wait()


def _wait(server: Server) -> None:
    for _ in range(300):
        with contextlib.suppress(httpx2.TransportError):
            if httpx2.get(f"{server.url}/status").status_code == 200:
                return
        assert server.process.poll() is None, server.log.read_text(errors="replace")[-3000:]
        time.sleep(0.1)
    raise AssertionError(server.log.read_text(errors="replace")[-3000:])


async def test_what_is_said_in_one_process_reaches_the_client_of_the_other(servers: list[Server]) -> None:
    one, two = servers
    await one.visit("ada")
    await two.visit("ben")
    await _both_listen(one, two)
    async with httpx2.AsyncClient() as http:
        path = f"{two.url}/conversations/ada/trigger_intent?output_channel=socketio"
        answer = await http.post(path, json={"name": "greet"})
        assert answer.status_code == 200, answer.text
    await until(lambda: {"text": "Welcome to the diner."} in one.said())
    assert {"text": "Welcome to the diner."} not in two.said()
    await one.client.disconnect()
    await two.client.disconnect()


async def test_one_session_may_be_open_in_both(servers: list[Server]) -> None:
    one, two = servers
    await one.visit("ada")
    await two.visit("ada")
    await _both_listen(one, two)
    await one.client.emit("user_uttered", {"message": "/text", "session_id": "ada"})
    await until(lambda: {"text": "One plain line."} in one.said())
    await until(lambda: {"text": "One plain line."} in two.said())
    await one.client.disconnect()
    await two.client.disconnect()


async def _both_listen(one: Server, two: Server) -> None:
    """A process subscribes to Redis when its first client comes: say something until both have it."""
    async with httpx2.AsyncClient() as http:
        for speaking, listening in ((one, two), (two, one)):
            session = next(data for event, data in listening.heard if event == "session_confirm")
            for _ in range(3):
                path = f"{speaking.url}/conversations/{session}/trigger_intent?output_channel=socketio"
                await http.post(path, json={"name": "unicode"})
                with contextlib.suppress(AssertionError):
                    await until(lambda: listening.said())  # noqa: B023
                    break
            assert listening.said()
