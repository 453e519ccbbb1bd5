"""What waits on disk belongs to a process; that of a dead one is taken over, that of a living one is not."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from causerie.channels.delivery.call import Call
from causerie.channels.delivery.waiting import Waiting

PUT = """
import sys
from pathlib import Path
from causerie.channels.delivery.call import Call
from causerie.channels.delivery.waiting import Waiting
waiting = Waiting(Path(sys.argv[1]))
for text in sys.argv[2:]:
    waiting.put("slack", "ada", Call("/send", {"text": text}))
print("kept", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "folder" / "waiting.db"


@pytest.fixture
def another(file: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that has put two calls there, and lives."""
    command = [sys.executable, "-c", PUT, str(file), "one", "two"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "kept\n"
        yield process
        process.kill()


def texts(waiting: Waiting, channel: str = "slack") -> list[str]:
    return [call.json["text"] for _, call in waiting.take(channel)]


def test_what_a_living_process_carries_is_left_to_it(file: Path, another: subprocess.Popen[str]) -> None:
    assert texts(Waiting(file)) == []
    another.kill()
    another.wait()
    assert texts(Waiting(file)) == ["one", "two"]
    assert texts(Waiting(file)) == []


def test_what_is_taken_comes_in_the_order_in_which_it_was_said(
    file: Path, another: subprocess.Popen[str]
) -> None:
    waiting = Waiting(file)
    waiting.put("slack", "ada", Call("/send", {"text": "three"}))
    another.kill()
    another.wait()
    waiting.put("slack", "ben", Call("/send", {"text": "four"}))
    assert texts(waiting) == ["one", "two", "three", "four"]


def test_each_channel_takes_its_own(file: Path) -> None:
    waiting = Waiting(file)
    waiting.put("slack", "ada", Call("/send", {"text": "slack's"}))
    waiting.put("telegram", "7", Call("/send", {"text": "telegram's"}))
    assert texts(waiting, "telegram") == ["telegram's"]
    assert texts(waiting) == ["slack's"]


def test_a_call_comes_back_as_it_was(file: Path) -> None:
    call = Call("/send", None, {"Body": "Palačinky 🥞"}, {"a": "1"}, "PUT")
    Waiting(file).put("twilio", "+420777", call)
    assert Waiting(file).take("twilio") == [("+420777", call)]


def test_what_was_delivered_or_erased_does_not_come_back(file: Path) -> None:
    waiting = Waiting(file)
    delivered = waiting.put("slack", "ada", Call("/send", {"text": "one"}))
    waiting.put("slack", "ben", Call("/send", {"text": "two"}))
    waiting.put("slack", "ada", Call("/send", {"text": "three"}))
    waiting.drop(delivered)
    waiting.forget("ben")
    assert texts(waiting) == ["three"]


def test_nothing_is_written_where_nothing_waits(file: Path) -> None:
    waiting = Waiting(file)
    assert waiting.take("slack") == []
    waiting.forget("ada")
    assert not file.parent.exists()


@pytest.mark.skipif(os.getpid() == 1, reason="there is no other process to ask for")
def test_a_process_of_somebody_else_counts_as_living(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def kill(process: int, signal: int) -> None:
        raise PermissionError(1, "Operation not permitted")

    waiting = Waiting(file)
    monkeypatch.setattr(os, "getpid", lambda: 1)
    waiting.put("slack", "ada", Call("/send", {"text": "one"}))
    monkeypatch.undo()
    monkeypatch.setattr(os, "kill", kill)
    assert texts(waiting) == []
