"""The tutorial, followed word for word in an empty folder."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from tests.conftest import RunHere
from tests.docs.tutorial import Step, steps

PAGE = Path(__file__).parents[2] / "docs/tutorial.md"
STEPS = steps(PAGE.read_text("utf-8"))
TOKEN = "a-secret-of-ours"
SERVED = "runs until the end"


class Reader:
    """Someone who does what the tutorial says."""

    def __init__(self, folder: Path, run_here: RunHere) -> None:
        self.folder, self.run_here = folder, run_here
        self.server: subprocess.Popen[bytes] | None = None
        self.port = 0
        self.said: list[str] = []

    def follow(self, step: Step) -> None:
        kind, _, name = step.mark.partition(": ")
        if kind == "not run":
            return
        if kind in ("file", "append"):
            self.write(name, step.body, "a" if kind == "append" else "w")
        elif step.language == "sh":
            self.said = []
            typed = name.replace(" · ", "\n") + "\n" if kind == "typed" else ""
            for words in step.commands:
                self.do(words, typed, stays=kind == SERVED)
        elif step.language == "text":
            assert any(step.body.strip() in text for text in self.said), (step.line, self.said)

    def write(self, name: str, text: str, mode: str) -> None:
        file = self.folder / name
        file.parent.mkdir(exist_ok=True)
        with file.open(mode, encoding="utf-8") as out:
            out.write(text)

    def do(self, words: list[str], typed: str, stays: bool) -> None:
        words = [word.replace("$API_TOKEN", TOKEN) for word in words]
        if words[0] == "cd":
            self.folder /= words[1]
        elif words[0] == "curl":
            self.said.append(self.ask(words[1:]))
        elif stays:
            self.serve(words[1:])
        elif words[0] == "causerie":
            status, said = self.run_here(words[1:], self.folder, typed)
            assert status == 0, said
            self.said.append(said)
        else:
            assert words[0] in ("mkdir", "mv", "sed")
            subprocess.run(words, cwd=self.folder, check=True)

    def serve(self, words: list[str]) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        start = [sys.executable, "-c", "from causerie.cli.main import main; main()"]
        words = [*words, "--interface", "127.0.0.1", "--port", str(self.port)]
        self.server = subprocess.Popen([*start, *words], cwd=self.folder, start_new_session=True)
        for _ in range(300):
            try:
                if httpx2.get(f"http://127.0.0.1:{self.port}/").status_code == 200:
                    return
            except httpx2.TransportError:
                time.sleep(0.1)
        pytest.fail("The server of the tutorial does not start.")

    def ask(self, words: list[str]) -> str:
        """What ``curl`` would print."""
        headers, body = {}, None
        if "-H" in words:
            name, _, value = words.pop(words.index("-H") + 1).partition(": ")
            words.remove("-H")
            headers[name] = value
        if "-d" in words:
            body = words.pop(words.index("-d") + 1)
            words.remove("-d")
        url = "http://" + words[0].replace("localhost:5005", f"127.0.0.1:{self.port}")
        answer = httpx2.request("POST" if body else "GET", url, headers=headers, content=body)
        assert answer.status_code == 200, answer.text
        return json.dumps(answer.json(), ensure_ascii=False)


@pytest.fixture
def reader(tmp_path: Path, run_here: RunHere, monkeypatch: pytest.MonkeyPatch) -> Iterator[Reader]:
    monkeypatch.setenv("API_TOKEN", TOKEN)
    found = Reader(tmp_path, run_here)
    yield found
    if found.server is not None:
        found.server.terminate()
        found.server.wait(20)


@pytest.mark.slow
def test_the_tutorial_can_be_followed(reader: Reader) -> None:
    for step in STEPS:
        reader.follow(step)
    assert "ada,0,renewed," in (reader.folder / "markers.csv").read_text()


def test_the_tutorial_has_all_its_parts() -> None:
    kinds = [step.mark.partition(":")[0] for step in STEPS]
    assert kinds.count("file") >= 8
    assert {"not run", "typed", SERVED, "unit", "append"} <= set(kinds)
    commands = [words[:3] for step in STEPS if step.language == "sh" for words in step.commands]
    for needed in (["causerie", "train"], ["causerie", "test"], ["causerie", "data", "validate"]):
        assert needed in commands


def test_the_unit_is_one_that_systemd_takes(tmp_path: Path) -> None:
    (unit,) = [step.body for step in STEPS if step.mark == "unit"]
    for section in ("[Unit]", "[Service]", "[Install]"):
        assert f"{section}\n" in unit
    lines = [line for line in unit.splitlines() if line and not line.startswith("[")]
    assert all("=" in line for line in lines)
    checker = shutil.which("systemd-analyze")
    if checker and os.geteuid() == 0:
        file = tmp_path / "library.service"
        file.write_text(unit)
        told = subprocess.run([checker, "verify", str(file)], capture_output=True, text=True)
        assert "Unknown" not in told.stderr
