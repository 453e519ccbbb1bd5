"""A project whose parts are written for Rasa 3.6, and small ones that are made in a test."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from textwrap import dedent

import pytest

PROJECT = Path(__file__).parent / "project"


@pytest.fixture
def imports_end_here() -> Iterator[None]:
    """What a test imports from its own folder is forgotten afterwards."""
    paths, modules = list(sys.path), set(sys.modules)
    yield
    sys.path[:] = paths
    for name in set(sys.modules) - modules:
        file = getattr(sys.modules[name], "__file__", None) or ""
        if not name.startswith(("causerie", "rasa")) and "site-packages" not in file:
            del sys.modules[name]


@pytest.fixture
def folder(tmp_path: Path, imports_end_here: None) -> Path:
    """A copy of the project, on the path as the commands put it there."""
    place = tmp_path / "project"
    shutil.copytree(PROJECT, place, ignore=shutil.ignore_patterns("__pycache__"))
    sys.path.insert(0, str(place))
    return place


@pytest.fixture
def module(tmp_path: Path, imports_end_here: None) -> Callable[[str], str]:
    """Code as a module; returns its name."""
    sys.path.insert(0, str(tmp_path))

    def write(code: str, name: str = "own_code") -> str:
        (tmp_path / f"{name}.py").write_text(dedent(code), encoding="utf-8")
        return name

    return write
