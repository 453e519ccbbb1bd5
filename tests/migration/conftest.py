"""A small project, its model, and a server that answers as Rasa did for it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from causerie.assembly import Surroundings
from causerie.files.endpoints import Endpoints
from causerie.files.project import ProjectPaths, read_project
from causerie.migration.talking.twin import Twin
from causerie.training.archive import save
from causerie.training.model import Model
from causerie.training.train import train

from .fake_rasa import FakeRasa

BAKERY = Path(__file__).parent / "project"


@pytest.fixture(scope="session")
def bakery_model() -> Model:
    return train(read_project(ProjectPaths.in_folder(BAKERY)))


@pytest.fixture
def bakery(tmp_path: Path) -> Path:
    """A copy of the project, whose actions run in process."""
    folder = tmp_path / "bakery"
    shutil.copytree(BAKERY, folder, ignore=shutil.ignore_patterns("__pycache__", "asked.txt"))
    (folder / "endpoints.yml").unlink()
    return folder


@pytest.fixture
def trained_bakery(bakery: Path, bakery_model: Model) -> Path:
    (bakery / "models").mkdir()
    save(bakery_model, bakery / "models" / "bakery.tar.gz")
    return bakery


@pytest.fixture
def twin(bakery_model: Model, bakery: Path) -> Twin:
    return Twin(bakery_model, Surroundings(bakery, Endpoints()))


@pytest.fixture
def rasa() -> Iterator[FakeRasa]:
    with FakeRasa() as running:
        yield running
