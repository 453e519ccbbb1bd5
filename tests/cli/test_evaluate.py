from __future__ import annotations

from pathlib import Path

import pytest

from causerie.dialogue.events import ActionExecuted, UserUttered
from causerie.files.endpoints import EndpointConfig
from causerie.stores.trackers.registry import make_tracker_store

from .conftest import Command


@pytest.fixture
async def stored(tmp_path: Path) -> Path:
    (tmp_path / "endpoints.yml").write_text("tracker_store: {type: SQL, db: tracker.db}\n")
    (tmp_path / "markers.yml").write_text("m: {intent: greet}\n")
    store = make_tracker_store(EndpointConfig("SQL", options={"db": "tracker.db"}), tmp_path)
    for name in ("ada", "bob", "cleo"):
        await store.append(name, [ActionExecuted(name="x"), UserUttered(text="hi", intent={"name": "greet"})])
    await store.close()
    return tmp_path


@pytest.mark.parametrize(
    ("words", "rows", "files"), [("all out.csv", 3, 2), ("first_n 2 out.csv --no-stats", 2, 0)]
)
def test_markers_are_written(words: str, rows: int, files: int, causerie: Command, stored: Path) -> None:
    done = causerie("evaluate", "markers", *words.split())
    assert done.returncode == 0, done.stderr
    assert len((stored / "out.csv").read_text().splitlines()) == rows + 1
    assert len(list(stored.glob("stats-*.csv"))) == files


def test_a_seed_draws_the_same_sample_and_nothing_is_overwritten(causerie: Command, stored: Path) -> None:
    for name in ("a.csv", "b.csv"):
        sample = ("evaluate", "markers", "sample_n", "2", name, "--seed", "4", "--no-stats")
        assert causerie(*sample).returncode == 0
    assert (stored / "a.csv").read_text() == (stored / "b.csv").read_text()
    again = causerie("evaluate", "markers", "all", "a.csv")
    assert again.returncode == 1
    assert "exists already" in again.stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [("all out.csv --config nowhere.yml", "nowhere.yml"), ("all no/out.csv", "no folder 'no'")],
)
def test_mistakes_are_told(words: str, told: str, causerie: Command, stored: Path) -> None:
    done = causerie("evaluate", "markers", *words.split())
    assert done.returncode == 1
    assert told in done.stderr
    assert "Traceback" not in done.stderr
