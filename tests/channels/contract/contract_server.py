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
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from contract_bot import ACTIONS, BEGUN, RELEASED
from contract_channels import Served
from fake_platform import Call, FakePlatform, Fault
from platform_driver import Delivery, Driver, Shown

DATABASE = "conversations.db"
QUIET = 0.15


@dataclass
class Running:
    """The server, its platform, and its conversations as the API shows them."""

    port: int
    fake: FakePlatform
    folder: Path

    def deliver(self, delivery: Delivery) -> tuple[int, Any]:
        return delivery.send(self.port)

    def said(self, driver: Driver, text: str, message_id: str = "", sender: str = "") -> list[Shown]:
        """What the user sees after saying this."""
        self.fake.forget()
        status, answer = self.deliver(driver.delivery(text, message_id or fresh(), sender))
        assert status < 300, answer
        until(lambda: driver.shown(self.calls(), answer))
        self.settle()
        return driver.shown(self.calls(), answer)

    def deliver_in_background(self, delivery: Delivery) -> Callable[[], tuple[int, Any]]:
        found: list[tuple[int, Any]] = []
        thread = threading.Thread(target=lambda: found.append(self.deliver(delivery)))
        thread.start()

        def join() -> tuple[int, Any]:
            thread.join()
            return found[0]

        return join

    # -- a turn that waits

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Turns of ``/wait`` do not end before this does."""
        for name in (BEGUN, RELEASED):
            (self.folder / name).unlink(missing_ok=True)
        try:
            yield
        finally:
            (self.folder / RELEASED).touch()

    def wait_for_turn(self) -> None:
        """Until such a turn has begun."""
        until((self.folder / BEGUN).exists)

    # -- the platform

    def calls(self) -> list[Call]:
        return self.fake.calls()

    def board(self) -> list[str]:
        """The texts that can be read at a platform whose messages can be edited."""
        return [shown.get("text") or shown.get("message") or "" for shown in self.fake.board.values()]

    def settle(self) -> None:
        """Wait until no more calls come."""
        count = -1
        while count != (count := len(self.fake.calls())):
            time.sleep(QUIET)

    def fail(self, driver: Driver, **how: Any) -> None:
        self.fake.misbehave(Fault(host=driver.host, **how))

    # -- what is stored

    def events(self) -> list[Any]:
        return [event for conversation in self.conversations() for event in self._events(conversation)]

    def turns(self) -> int:
        return len(self.users())

    def users(self) -> list[Any]:
        return [event for event in self.events() if event["event"] == "user"]

    def bot(self) -> list[str]:
        """What the bot said, in each conversation."""
        return [event["text"] for event in self.events() if event["event"] == "bot"]

    def half_turns(self) -> int:
        """Conversations whose last event is not that the bot listens."""
        count = 0
        for conversation in self.conversations():
            kinds = [(event["event"], event.get("name")) for event in self._events(conversation)]
            done = [kind for kind in kinds if kind[0] in ("action", "user")]
            count += bool(done) and done[-1] != ("action", "action_listen")
        return count

    def conversations(self) -> list[str]:
        return senders(self.folder / DATABASE)

    def _events(self, conversation: str) -> list[Any]:
        name = urllib.parse.quote(conversation, safe="")
        status, body = self.get(f"/conversations/{name}/tracker?include_events=ALL")
        assert status == 200, (conversation, body)
        return list(body["events"] or [])

    def get(self, path: str) -> tuple[int, Any]:
        return self.deliver(Delivery(path, b"", {}, "GET"))


@contextlib.contextmanager
def started(served: Served, model: Path, folder: Path, gpt: str) -> Iterator[Running]:
    """``gpt``: where a GPT answers, for a channel that shows how it does."""
    fake, port, driver = FakePlatform().start(), free_port(), served.driver
    credentials, endpoints = folder / "credentials.yml", folder / "endpoints.yml"
    settings = driver.credentials(fake.url)
    credentials.write_text(yaml.safe_dump({driver.name: {**settings, **served.more} if settings else None}))
    parts: dict[str, Any] = {
        "tracker_store": {"type": "SQL", "dialect": "sqlite", "db": str(folder / DATABASE)}
    }
    if served.streams:
        parts["llm"] = {"model": "gpt-test", "base_url": gpt, "deadline": 30}
    endpoints.write_text(yaml.safe_dump(parts))
    (folder / "actions.py").write_text(ACTIONS)
    command: Sequence[str] = [
        *(sys.executable, "-m", "causerie", "run", "--enable-api", "--port", str(port)),
        *("--model", str(model), "--endpoints", str(endpoints), "--credentials", str(credentials)),
    ]
    log = folder / "server.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            command,
            cwd=folder,
            stdout=out,
            stderr=out,
            start_new_session=True,
            env={**os.environ, "OPENAI_API_KEY": "a key of the local GPT"},
        )
        running = Running(port, fake, folder)
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
            if running.get("/status")[0] == 200:
                return
        assert process.poll() is None, log.read_text(errors="replace")[-3000:]
        time.sleep(0.1)
    raise AssertionError(log.read_text(errors="replace")[-3000:])


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until(happened: Callable[[], Any], seconds: float = 20.0) -> None:
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end, "It did not happen."
        time.sleep(0.05)


def fresh() -> str:
    return uuid.uuid4().hex[:12]


def texts(shown: Iterable[Shown]) -> list[str]:
    return [item.text for item in shown]
