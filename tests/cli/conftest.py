"""Commands run as a user runs them: in a folder, in a process of their own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Command = Callable[..., subprocess.CompletedProcess[str]]


def run_command(*words: str, folder: Path, typed: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "causerie", *words],
        cwd=folder,
        env={**os.environ, "COLUMNS": "200"},
        input=typed,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture
def causerie(tmp_path: Path) -> Command:
    """``causerie("train", typed="…")`` in this test's folder."""

    def run(*words: str, folder: Path = tmp_path, typed: str = "") -> subprocess.CompletedProcess[str]:
        return run_command(*words, folder=folder, typed=typed)

    return run


@pytest.fixture(scope="session")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The blank template, trained."""
    folder = tmp_path_factory.mktemp("blank")
    done = run_command("init", "--no-prompt", "--template", "blank", folder=folder)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def project(blank: Path, tmp_path: Path) -> Path:
    """A copy of it, in this test's folder."""
    return shutil.copytree(blank, tmp_path, dirs_exist_ok=True)
