"""Starts a server (ours or Rasa's) for a while, and times how long it takes until it answers."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

PATIENCE = 300.0


@dataclass(frozen=True, slots=True)
class Running:
    """A server that answers; ``seconds`` from its start to its first answer to a message."""

    url: str
    seconds: float
    pid: int

    def resident_mb(self) -> float:
        """Resident memory of the process and its children, in MB."""
        process = psutil.Process(self.pid)
        family = [process, *process.children(recursive=True)]
        return sum(member.memory_info().rss for member in family) / 1e6


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def serving(command: Sequence[str], project: Path, first_message: str = "hello") -> Iterator[Running]:
    """Run ``command`` (with ``{port}`` in it) in the project until the block ends."""
    started = time.perf_counter()
    with process_of(command, project, lambda url: say(url, "first", first_message)) as (url, pid):
        yield Running(url, time.perf_counter() - started, pid)


@contextlib.contextmanager
def answering(command: Sequence[str], project: Path) -> Iterator[str]:
    """The address of a server with a model of understanding alone, until the block ends."""
    with process_of(command, project, understands) as (url, _):
        yield url


@contextlib.contextmanager
def process_of(
    command: Sequence[str], project: Path, is_ready: Callable[[str], object]
) -> Iterator[tuple[str, int]]:
    """Address and number of the process, as soon as ``is_ready`` says so of its address."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    started = time.perf_counter()
    with (project / "server.log").open("wb") as log:
        process = subprocess.Popen(
            [part.format(port=port) for part in command],
            cwd=project,
            stdout=log,
            stderr=subprocess.STDOUT,
            env=quiet_environment(),
            start_new_session=True,
        )
        try:
            while not is_ready(url):
                if process.poll() is not None or time.perf_counter() - started > PATIENCE:
                    raise RuntimeError(
                        f"{command[0]} did not start: {(project / 'server.log').read_text()[-2000:]}"
                    )
                time.sleep(0.01)
            yield url, process.pid
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def understands(url: str) -> bool:
    request = urllib.request.Request(
        f"{url}/model/parse", b'{"text": "hello"}', {"Content-Type": "application/json"}
    )
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return "intent" in json.load(answer)
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


def say(url: str, sender: str, text: str) -> list[dict[str, object]] | None:
    """The bot's answers; None while nobody listens."""
    body = json.dumps({"sender": sender, "message": text}).encode()
    request = urllib.request.Request(
        f"{url}/webhooks/rest/webhook", body, {"Content-Type": "application/json"}
    )
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            found: list[dict[str, object]] = json.load(answer)
            return found
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return None


def quiet_environment() -> dict[str, str]:
    return {
        **os.environ,
        "RASA_TELEMETRY_ENABLED": "false",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "PYTHONWARNINGS": "ignore",
        "CUDA_VISIBLE_DEVICES": "",
    }
