"""200 messages while the server is killed ten times and the connection cut twenty times.

Every message is answered exactly once and in order. The client here does what the widget does: one message
at a time, the same id until it is acknowledged, the stream taken up again where it broke.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

MESSAGES, RESTARTS, CUTS = 200, 10, 20
NAME = "web-chaos-0123456789abcdefghij"


class Server:
    """Killed without warning, started again on the same port and database."""

    def __init__(self, model: Path, folder: Path) -> None:
        self.port = _free_port()
        self.log = (folder / "server.log").open("ab")
        endpoints, credentials = folder / "endpoints.yml", folder / "credentials.yml"
        store = {"type": "SQL", "dialect": "sqlite", "db": str(folder / "conversations.db")}
        endpoints.write_text(yaml.safe_dump({"tracker_store": store}))
        credentials.write_text(yaml.safe_dump({"web": {"poll": 0.5}}))
        self.folder = folder
        self.command = [
            *(sys.executable, "-m", "causerie", "run", "--enable-api", "--port", str(self.port)),
            *("--model", str(model), "--endpoints", str(endpoints), "--credentials", str(credentials)),
        ]
        self.start()

    def start(self) -> None:
        self.process = subprocess.Popen(
            self.command, cwd=self.folder, stdout=self.log, stderr=self.log, start_new_session=True
        )

    def restart(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.start()

    def stop(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.log.close()


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
    running.stop()


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
    stored = server_users(server)
    assert stored == [data["text"] for data in said if data["from"] == "user"]
    assert client.cuts >= CUTS


def server_users(server: Server) -> list[str]:
    """What the tracker says, read from the server after all."""
    for _ in range(100):
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
        try:
            connection.request("GET", f"/conversations/{NAME}/tracker?include_events=ALL")
            events = json.loads(connection.getresponse().read())["events"]
            return [event["text"] for event in events if event["event"] == "user"]
        except (OSError, http.client.HTTPException):
            time.sleep(0.1)
        finally:
            connection.close()
    raise AssertionError("the server does not answer")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
