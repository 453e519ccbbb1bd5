"""What Rasa 3.6.21 did with 303 scripted conversations, replayed over HTTP.

Each project is trained, served and replayed twice: with its actions in the server's process, and
with its actions on a server of their own.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
import suite

PROJECTS = sorted(path for path in (Path(__file__).parent / "projects").iterdir() if path.is_dir())
COMMAND = f"{sys.executable} -m causerie"
NO_ACTION_SERVER = f"{sys.executable} {Path(__file__).parent / 'answers_health.py'} {{actions_port}}"

# rasa_sdk lists the objects of a knowledge base in random order; with this seed the draws are the
# recorded ones.
SEEDS = {"knowledge_base": 20}


def options(actions: str) -> argparse.Namespace:
    return argparse.Namespace(
        command="check",
        toolchain="causerie",
        train=f"{COMMAND} {suite.TRAIN}",
        serve=f"{COMMAND} {suite.SERVE}",
        actions=actions,
        only=[],
        jobs=4,
        ignore_event=[],
        skip_quirks=False,
        verbose=False,
    )


def prepared(project: Path, folder: Path) -> Path:
    copy = folder / project.name
    shutil.copytree(project, copy)
    if project.name in SEEDS:
        with (copy / "actions" / "__init__.py").open("a") as package:
            package.write(f"\nimport random\n\nrandom.seed({SEEDS[project.name]})\n")
    return copy


@pytest.mark.slow
@pytest.mark.parametrize("project", PROJECTS, ids=lambda path: path.name)
@pytest.mark.parametrize("actions", ["in process", "over HTTP"])
def test_conversations_go_as_they_went_in_rasa(
    project: Path, actions: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    copy = prepared(project, tmp_path / "project")
    if actions == "in process":
        (copy / "endpoints.yml").write_text("")
        chosen = options(NO_ACTION_SERVER)
    else:
        chosen = options(f"{COMMAND} run actions --actions actions --port {{actions_port}}")
    if project.name in SEEDS:
        chosen.jobs = 1
    (tmp_path / "scratch").mkdir()
    passed, failed = suite.run_project(copy, chosen, tmp_path / "scratch")
    assert passed
    assert not failed, capfd.readouterr().out


