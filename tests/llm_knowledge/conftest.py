"""A folder of knowledge that a test fills, and what is read from it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from causerie.files.problems import Problems
from causerie.llm.knowledge import Passage
from causerie.llm.knowledge.reading import read_knowledge

ROOT = str(Path(__file__).resolve().parents[2])  # where the benchmarks lie, with the questions to develop on
if ROOT not in sys.path:
    sys.path.insert(0, ROOT)

Write = Callable[[str, str | bytes], Path]
Read = Callable[[], list[Passage]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "project" / "knowledge"
    made.mkdir(parents=True)
    return made


@pytest.fixture
def write(folder: Path) -> Write:
    def into(name: str, content: str | bytes) -> Path:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return into


@pytest.fixture
def problems() -> Problems:
    return Problems()


@pytest.fixture
def read(folder: Path, problems: Problems) -> Read:
    return lambda: read_knowledge(folder, problems)
