"""`causerie run` in processes of its own, and a Redis: both can be killed and started again where they were."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

REDIS = shutil.which("redis-server")


class Server:
    """Killed without warning, started again on the same port and database."""

    def __init__(
        self,
        model: Path,
        folder: Path,
        name: str = "server",
        web: dict[str, Any] | None = None,
        endpoints: dict[str, Any] | None = None,
    ) -> None:
        """``folder`` has the database, for all servers in it; ``web`` are the channel's settings."""
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.folder = folder
        self.log = folder / f"{name}.log"
        self._restarting = threading.Lock()
        store = {"type": "SQL", "dialect": "sqlite", "db": str(folder / "conversations.db")}
        written = {
            "endpoints": {"tracker_store": store, **(endpoints or {})},
            "credentials": {"rest": None, "web": {"poll": 0.5, **(web or {})}},
        }
        self.command = [sys.executable, "-m", "causerie", "run", "--enable-api", "--model", str(model)]
        self.command += ["--port", str(self.port)]
        for what, content in written.items():
            path = folder / f"{name}-{what}.yml"
            path.write_text(yaml.safe_dump(content))
            self.command += [f"--{what}", str(path)]
        self.start()

    def start(self) -> None:
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(
                self.command, cwd=self.folder, stdout=out, stderr=out, start_new_session=True
            )

    def wait(self) -> None:
        """Until it answers."""
        for _ in range(600):
            with contextlib.suppress(OSError), urllib.request.urlopen(f"{self.url}/status", timeout=5):
                return
            assert self.process.poll() is None, self.told()[-3000:]
            time.sleep(0.05)
        raise AssertionError(self.told()[-3000:])

    def restart(self) -> None:
        with self._restarting:
            self.kill()
            self.start()

    def kill(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> int:
        """How it ended when it was asked to; one that doesn't is killed."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGTERM)
        try:
            return self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.kill()
            return self.process.wait()

    def told(self) -> str:
        """What it wrote to its log."""
        return self.log.read_text(errors="replace")

    def post(self, path: str, body: dict[str, Any]) -> Any:
        request = urllib.request.Request(f"{self.url}{path}", json.dumps(body).encode())
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.loads(answer.read() or b"null")

    def delete(self, path: str) -> None:
        request = urllib.request.Request(f"{self.url}{path}", method="DELETE")
        urllib.request.urlopen(request, timeout=30).close()

    def events(self, conversation: str) -> list[dict[str, Any]]:
        """The tracker's events, of all sessions."""
        path = f"{self.url}/conversations/{conversation}/tracker?include_events=ALL"
        with urllib.request.urlopen(path, timeout=30) as answer:
            events: list[dict[str, Any]] = json.loads(answer.read())["events"]
            return events


class Redis:
    """On a port of its own, without a file."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.command = [str(REDIS), "--port", str(self.port), "--bind", "127.0.0.1"]
        self.command += ["--save", "", "--dir", str(folder), *options]
        self.start()

    def start(self) -> None:
        self.process = subprocess.Popen(self.command, stdout=subprocess.DEVNULL)
        until(self._listens)

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(20)

    def _listens(self) -> bool:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
            return True
        return False


class Heard:
    """What one event stream of a server brings, read in a thread until it is left."""

    def __init__(self, server: Server, conversation: str) -> None:
        self.all: list[tuple[str, dict[str, Any]]] = []
        address = f"{server.url}/webhooks/web/events?conversation={conversation}"
        self._answer = urllib.request.urlopen(address, timeout=60)
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()
        until(lambda: self.of("ready"))

    def kinds(self) -> list[str]:
        return [kind for kind, _ in list(self.all)]

    def of(self, kind: str) -> list[dict[str, Any]]:
        return [data for found, data in list(self.all) if found == kind]

    def texts(self) -> list[str]:
        """The stored messages."""
        return [data["text"] for data in self.of("message")]

    def leave(self) -> None:
        with contextlib.suppress(OSError, AttributeError):
            self._answer.fp.raw._sock.shutdown(socket.SHUT_RDWR)
        self._thread.join(10)
        self._answer.close()

    def _read(self) -> None:
        kind = ""
        with contextlib.suppress(OSError, ValueError):
            for raw in self._answer:
                name, _, value = raw.decode().rstrip("\n").partition(": ")
                if name == "event":
                    kind = value
                elif name == "data":
                    self.all.append((kind, json.loads(value)))


def until(what: Callable[[], Any], seconds: float = 12) -> Any:
    """What it gives as soon as it is true; the time is only a bound."""
    end = time.monotonic() + seconds
    while not (found := what()):
        assert time.monotonic() < end, "it did not come to pass"
        time.sleep(0.02)
    return found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
