"""What Rasa 3.6.21's commands did in 234 cases, asked of ours. They run in this process, for speed."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

sys.path.insert(0, str(Path(__file__).parent))
import replay_cli

RunHere = Callable[..., tuple[int, str]]
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


class InThisProcess(replay_cli.Runner):
    """Runs commands without starting Python anew each time."""

    def __init__(self, run_here: RunHere, scratch: Path) -> None:
        super().__init__([], scratch, DOCUMENT["findings"])
        self.run_here = run_here

    def execute(self, step: replay_cli.Step, work: Path) -> tuple[int, str]:
        home = {"HOME": str(work.parent / "home")}
        return self.run_here(shlex.split(step.run), work, step.stdin, {**home, **step.env})


@pytest.fixture(scope="module")
def runner(run_here: RunHere, tmp_path_factory: pytest.TempPathFactory) -> InThisProcess:
    return InThisProcess(run_here, tmp_path_factory.mktemp("conformance_cli"))


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_command_does_what_rasa_did(case: replay_cli.Case, runner: InThisProcess) -> None:
    done = [*map(_without_own_verbs, runner.play(case), GOLDEN[case.name])]
    problem = replay_cli.compare(GOLDEN[case.name], done, False)
    if case.name in KNOWN:
        assert problem, "It does what Rasa does now: take its name out of the table."
    else:
        assert not problem, problem


def _without_own_verbs(step: dict[str, Any], recorded: dict[str, Any]) -> dict[str, Any]:
    """Rasa's verbs must all be there; ours may be more."""
    flags, known = step.get("flags"), recorded.get("flags", {}).get("commands", ())
    if not flags:
        return step
    return {**step, "flags": {**flags, "commands": [x for x in flags["commands"] if x in known]}}


def test_only_oddities_are_left_out_and_the_document_names_each() -> None:
    assert {case.name for case in CASES if case.quirk} >= KNOWN
    text = MIGRATING.read_text(encoding="utf-8")
    odd = sorted({case.name for case in CASES if case.quirk} | KNOWN)
    assert [name for name in odd if f"`{name}`" not in text] == []
    assert len(CASES) == len(GOLDEN) == 234
