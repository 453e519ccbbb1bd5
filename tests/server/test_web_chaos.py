"""200 messages while the server is killed ten times and the connection cut twenty times.

Every message is answered exactly once and in order. The client here does what the widget does: one message
at a time, the same id until it is acknowledged, the stream taken up again where it broke.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import random
import socket
import threading
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server.processes import Server

MESSAGES, RESTARTS, CUTS = 200, 10, 20
NAME = "web-chaos-0123456789abcdefghij"


class Client:
    """Sends in one thread, listens in another."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.seen: dict[str, dict[str, str]] = {}
        self.cursor = ""
        self.stopped = False
        self.streaming: socket.socket | None = None
        self.sending: socket.socket | None = None
        self.cuts = 0

    def send(self, text: str) -> None:
        body = json.dumps({"conversation": NAME, "id": uuid.uuid4().hex, "text": text})
        while True:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
            try:
                connection.connect()
                self.sending = connection.sock
                connection.request("POST", "/webhooks/web/messages", body)
                if connection.getresponse().status == 200:
                    return
            except (OSError, http.client.HTTPException):
                pass
            finally:
                self.sending = None
                connection.close()
            time.sleep(0.05)

    def listen(self) -> None:
        while not self.stopped:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
            try:
                connection.connect()
                self.streaming = connection.sock
                after = f"&after={self.cursor}" if self.cursor else ""
                connection.request("GET", f"/webhooks/web/events?conversation={NAME}{after}")
                self._read(connection.getresponse())
            except (OSError, http.client.HTTPException, ValueError):
                pass
            finally:
                self.streaming = None
                connection.close()
            time.sleep(0.05)

    def _read(self, answer: http.client.HTTPResponse) -> None:
        fields: dict[str, str] = {}
        while line := answer.readline().decode():
            if line.strip():
                key, _, value = line.rstrip("\n").partition(": ")
                fields[key] = value
                continue
            if fields.get("event") == "message":
                data = json.loads(fields["data"])
                self.seen.setdefault(data["id"], data)
            self.cursor = fields.get("id", self.cursor)
            fields = {}

    def cut(self) -> None:
        """Break off what is open right now, the stream and a message on its way."""
        for held in (self.streaming, self.sending):
            if held is not None:
                with contextlib.suppress(OSError):
                    held.shutdown(socket.SHUT_RDWR)
                self.cuts += 1


@pytest.fixture
def server(channels_model: Path, tmp_path: Path) -> Iterator[Server]:
    running = Server(channels_model, tmp_path)
    yield running
    running.kill()


@pytest.mark.slow
def test_every_message_is_answered_once_and_in_order(server: Server) -> None:
    client, draw = Client(server.port), random.Random(3)
    listener = threading.Thread(target=client.listen)
    listener.start()
    restarts = set(draw.sample(range(5, MESSAGES - 5), RESTARTS))
    cuts = set(draw.sample(range(5, MESSAGES - 5), CUTS))
    timers = []
    for number in range(MESSAGES):
        trouble = [server.restart] * (number in restarts) + [client.cut] * (number in cuts)
        for action in trouble:
            timers.append(threading.Timer(draw.uniform(0, 0.02), action))
            timers[-1].start()
        client.send(f"/greet number {number}" if number % 2 else "/text")
    for timer in timers:
        timer.join()
    expected = 2 * MESSAGES
    for _ in range(300):
        if len(client.seen) >= expected:
            break
        time.sleep(0.1)
    client.stopped = True
    client.cut()
    listener.join(25)
    said = sorted(client.seen.values(), key=lambda data: data["at"])
    assert len([data for data in said if data["from"] == "user"]) == MESSAGES
    assert len(said) == expected
    for number in range(MESSAGES):
        asked, answered = said[2 * number : 2 * number + 2]
        assert asked["from"] == "user"
        assert answered["from"] == "bot"
        assert asked["text"] == (f"/greet number {number}" if number % 2 else "/text")
        assert answered["text"] == ("One plain line." if asked["text"] == "/text" else answered["text"])
    stored = users(server)
    assert stored == [data["text"] for data in said if data["from"] == "user"]
    assert client.cuts >= CUTS


def users(server: Server) -> list[str]:
    """What the tracker says that they said, read from the server after all."""
    server.wait()
    return [event["text"] for event in server.events(NAME) if event["event"] == "user"]
