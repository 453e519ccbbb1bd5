"""What Rasa 3.6.21's commands did in 234 cases, asked of ours. They run in this process, for speed."""

from __future__ import annotations

import contextlib
import io
import logging
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from causerie.cli.main import main

sys.path.insert(0, str(Path(__file__).parent))
import replay_cli

HERE = Path(__file__).parent
DOCUMENT = yaml.safe_load((HERE / "cases.yml").read_text(encoding="utf-8"))
GOLDEN = yaml.safe_load((HERE / "golden.json").read_text(encoding="utf-8"))["cases"]
CASES = replay_cli.load(DOCUMENT)
MIGRATING = HERE.parents[1] / "docs" / "migrating-from-rasa.md"

#: Odd behaviour of Rasa's (a ``quirk`` in ``cases.yml``) that is not copied. The document says why.
KNOWN = {
    "x help",
    "train fail on warnings",
    "data validate intent without examples fail on warnings",
    "data validate response asked by a form",
    "train data folder missing",
    "train set variable",
    "train set variable in the config",
    "train nlu without data",
    "train core without domain",
    "data split nlu missing file",
    "data convert nlu missing file",
    "test core without a model",
    "test core missing stories",
    "test nlu missing data",
    "visualize missing stories",
    "shell nlu of a core model",
}
#: These verbs are not there yet.
LATER = {"help", "no verb", "help of interactive", "help of interactive core"}


class InThisProcess(replay_cli.Runner):
    """Runs commands without starting Python anew each time."""

    def execute(self, step: replay_cli.Step, work: Path) -> tuple[int, str]:
        home = work.parent / f"{work.name}.home"
        home.mkdir(exist_ok=True)
        environment = {"HOME": str(home), "COLUMNS": "200", **step.env}
        with pytest.MonkeyPatch.context() as patch, contextlib.chdir(work), _log_as_it_was():
            for name, value in environment.items():
                patch.setenv(name, value)
            patch.syspath_prepend(str(work))
            patch.setattr(sys, "argv", ["causerie", *shlex.split(step.run)])
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(step.stdin.encode())))
            output = io.StringIO()
            with contextlib.redirect_stdout(output), contextlib.redirect_stderr(output):
                status = _status()
        return status, output.getvalue()


def _status() -> int:
    try:
        main()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    return 0


@contextlib.contextmanager
def _log_as_it_was() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    try:
        yield
    finally:
        root.handlers[:], root.level = handlers, level


@pytest.fixture(scope="module")
def runner(tmp_path_factory: pytest.TempPathFactory) -> InThisProcess:
    return InThisProcess([], tmp_path_factory.mktemp("conformance_cli"), DOCUMENT["findings"])


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_command_does_what_rasa_did(case: replay_cli.Case, runner: InThisProcess) -> None:
    problem = replay_cli.compare(GOLDEN[case.name], runner.play(case), False)
    if case.name in KNOWN | LATER:
        assert problem, "It does what Rasa does now: take its name out of the table."
    else:
        assert not problem, problem


def test_only_oddities_are_left_out_and_the_document_names_each() -> None:
    assert {case.name for case in CASES if case.quirk} >= KNOWN
    text = MIGRATING.read_text(encoding="utf-8")
    assert [name for name in sorted(KNOWN) if f"`{name}`" not in text] == []
    assert len(CASES) == len(GOLDEN) == 234
