"""A server of ours with one channel, beside the fake platforms."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.parse
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from fake_platform import Call, FakePlatform, Fault
from platform_driver import Delivery, Driver

CONFORMANCE = Path(__file__).parents[2] / "conformance_channels"
QUIET = 0.15


@dataclass
class Running:
    """The server, its platform, and its conversations as the API shows them."""

    port: int
    fake: FakePlatform
    conversations: Callable[[], list[str]]

    def deliver(self, delivery: Delivery) -> tuple[int, Any]:
        return delivery.send(self.port)

    def deliver_in_background(self, delivery: Delivery) -> Callable[[], tuple[int, Any]]:
        found: list[tuple[int, Any]] = []
        thread = threading.Thread(target=lambda: found.append(self.deliver(delivery)))
        thread.start()

        def join() -> tuple[int, Any]:
            thread.join()
            return found[0]

        return join

    def is_served_meanwhile(self) -> bool:
        return self._get("/status")[0] == 200

    def calls(self) -> list[Call]:
        return self.fake.calls()

    def settle(self) -> None:
        """Wait until no more calls come."""
        count = -1
        while count != (count := len(self.fake.calls())):
            time.sleep(QUIET)

    def fail(self, driver: Driver, **how: Any) -> None:
        self.fake.misbehave(Fault(host=driver.host, **how))

    def events(self, driver: Driver) -> list[Any]:
        return [event for conversation in self.conversations() for event in self._events(conversation)]

    def turns(self, driver: Driver) -> int:
        return len(self.users(driver))

    def users(self, driver: Driver) -> list[str]:
        return [event["text"] for event in self.events(driver) if event["event"] == "user"]

    def half_turns(self, driver: Driver) -> int:
        """Conversations whose last event is not that the bot listens."""
        count = 0
        for conversation in self.conversations():
            kinds = [(event["event"], event.get("name")) for event in self._events(conversation)]
            done = [kind for kind in kinds if kind[0] in ("action", "user")]
            count += bool(done) and done[-1] != ("action", "action_listen")
        return count

    def _events(self, conversation: str) -> list[Any]:
        name = urllib.parse.quote(conversation, safe="")
        status, body = self._get(f"/conversations/{name}/tracker?include_events=ALL")
        assert status == 200, (conversation, body)
        return list(body["events"] or [])

    def _get(self, path: str) -> tuple[int, Any]:
        return self.deliver(Delivery(path, b"", {}, "GET"))


@contextlib.contextmanager
def started(driver: Driver, model: Path, folder: Path) -> Iterator[Running]:
    fake, port = FakePlatform().start(), free_port()
    credentials, endpoints = folder / "credentials.yml", folder / "endpoints.yml"
    credentials.write_text(yaml.safe_dump({driver.name: driver.credentials(fake.url), "rest": None}))
    store = {"type": "SQL", "dialect": "sqlite", "db": str(folder / "conversations.db")}
    endpoints.write_text(yaml.safe_dump({"tracker_store": store}))
    command: Sequence[str] = [
        *(sys.executable, "-m", "causerie", "run", "--enable-api", "--port", str(port)),
        *("--model", str(model), "--endpoints", str(endpoints), "--credentials", str(credentials)),
    ]
    log = folder / "server.log"
    with log.open("wb") as out:
        process = subprocess.Popen(command, cwd=folder, stdout=out, stderr=out, start_new_session=True)
        running = Running(port, fake, lambda: senders(folder / "conversations.db"))
        try:
            wait(running, process, log)
            yield running
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
            process.wait(20)
            fake.stop()
    told = log.read_text(errors="replace")
    assert "Traceback" not in told, told[-3000:]


def senders(database: Path) -> list[str]:
    import sqlite3

    with contextlib.closing(sqlite3.connect(database)) as connection:
        try:
            return [name for (name,) in connection.execute("SELECT DISTINCT sender_id FROM events")]
        except sqlite3.OperationalError:
            return []


def wait(running: Running, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(300):
        with contextlib.suppress(OSError):
            if running.is_served_meanwhile():
                return
        assert process.poll() is None, log.read_text(errors="replace")[-3000:]
        time.sleep(0.1)
    raise AssertionError(log.read_text(errors="replace")[-3000:])


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
