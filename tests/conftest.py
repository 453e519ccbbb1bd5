"""What tests share: a project written in the test becomes an assistant that talks."""

from __future__ import annotations

import contextlib
import io
import logging
import subprocess
import sys
import uuid
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from causerie.assembly import Surroundings, assemble
from causerie.assistant import Assistant
from causerie.channels.collecting import Collector
from causerie.files.endpoints import Endpoints
from causerie.files.project import Project, read_project_from_strings
from causerie.ports import IncomingMessage
from causerie.training.train import train

HEAD = """\
version: "3.1"
recipe: default.v1
language: en
assistant_id: tested
pipeline: [{name: KeywordIntentClassifier}]
nlu: [{intent: hello, examples: "- hello"}]
"""


class Talk:
    """One conversation with an assistant."""

    def __init__(self, assistant: Assistant, sender: str = "someone") -> None:
        self.assistant = assistant
        self.sender = sender

    async def say(self, text: str, **fields: Any) -> list[str]:
        """The texts that the bot answers."""
        collector = Collector()
        await self.assistant.handle(IncomingMessage(text, self.sender, **fields), collector)
        return [message.get("text", "") for message in collector.messages]

    async def events(self) -> list[str]:
        """The conversation in short: kind and name of each event."""
        tracker = await self.assistant.whole(self.sender)
        return [short(event) for event in tracker.events]


def short(event: Any) -> str:
    kind = type(event).__name__
    name = getattr(event, "name", None) or getattr(event, "action_text", None)
    if kind == "SlotSet":
        return f"SlotSet {name}={event.value!r}"
    if kind in ("UserUttered", "BotUttered"):
        return f"{kind} {event.text}"
    return f"{kind} {name}" if name is not None else kind


@pytest.fixture
def project() -> Callable[[str], Project]:
    """A project from YAML that follows a usual head (version, language, pipeline, one example)."""
    return lambda text: read_project_from_strings(HEAD + dedent(text))


@pytest.fixture
async def talk(project: Callable[[str], Project], tmp_path: Path) -> AsyncIterator[Callable[..., Talk]]:
    """A conversation with an assistant trained on this YAML; ``actions`` is the code of its actions."""
    made: list[Assistant] = []

    def make(text: str, actions: str | None = None, endpoints: Endpoints | None = None) -> Talk:
        package = f"actions_{uuid.uuid4().hex}"  # not the hotel's
        if actions is not None:
            (tmp_path / f"{package}.py").write_text(dedent(actions))
        model = train(project(text))
        around = Surroundings(tmp_path, endpoints or Endpoints(), package)
        made.append(assemble(model, around))
        return Talk(made[-1])

    yield make
    for assistant in made:
        await assistant.close()
    _forget_modules_of(tmp_path)


def _forget_modules_of(folder: Path) -> None:
    """The modules that a test wrote go with it."""
    sys.path[:] = [entry for entry in sys.path if entry != str(folder)]
    for name, module in list(sys.modules.items()):
        file = getattr(module, "__file__", None)
        if file and Path(file).is_relative_to(folder):
            del sys.modules[name]


# -- commands, run in this process: as good as a process of its own, without Python's start

RunHere = Callable[..., tuple[int, str]]


@pytest.fixture(scope="session")
def run_here() -> RunHere:
    """``run_here(["train"], folder, typed="…", env={…})`` → exit status, and all that was printed."""
    return _run_here


def _run_here(
    words: Sequence[str], folder: Path, typed: str = "", env: Mapping[str, str] | None = None
) -> tuple[int, str]:
    from causerie.cli.main import main

    output = io.StringIO()
    with pytest.MonkeyPatch.context() as patch, contextlib.chdir(folder), _logging_as_it_was():
        for name, value in {"COLUMNS": "200", **(env or {})}.items():
            patch.setenv(name, value)
        patch.syspath_prepend(str(folder))
        patch.setattr(sys, "argv", ["causerie", *words])
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(typed.encode())))
        with contextlib.redirect_stdout(output), contextlib.redirect_stderr(output):
            status = _status_of(main)
    for name, module in list(sys.modules.items()):
        if str(folder) in str(getattr(module, "__file__", "")):
            del sys.modules[name]  # the project's own code
    return status, output.getvalue()


def _status_of(main: Callable[[], None]) -> int:
    try:
        main()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    return 0


@contextlib.contextmanager
def _logging_as_it_was() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    try:
        yield
    finally:
        root.handlers[:], root.level = handlers, level


@pytest.fixture(scope="session")
def channels_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The model of the bot that the channels of real Rasa were recorded with."""
    models = tmp_path_factory.mktemp("channels")
    project = Path(__file__).parent / "conformance_channels" / "project"
    command = [sys.executable, "-m", "causerie", "train", "--out", str(models), "--fixed-model-name", "bot"]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return models / "bot.tar.gz"
