"""``causerie feedback``: what is shown and written."""

from __future__ import annotations

from pathlib import Path

import pytest

from causerie.dialogue import events as e
from causerie.files.endpoints import EndpointConfig
from causerie.stores.trackers.registry import make_tracker_store

from .conftest import Command

STORE = "tracker_store: {type: SQL, dialect: sqlite, db: tracker.db}\n"


@pytest.fixture
async def stored(tmp_path: Path) -> Path:
    (tmp_path / "endpoints.yml").write_text(STORE)
    store = make_tracker_store(EndpointConfig("SQL", options={"db": "tracker.db"}), tmp_path)
    await store.append(
        "ann",
        [
            e.UserUttered(text="pets?", intent={"name": "ask_pets", "confidence": 0.8}, timestamp=1.0),
            e.ActionExecuted(name="utter_pool", timestamp=2.0),
            e.BotUttered(text="The pool opens at 7.", timestamp=3.0),
            e.FeedbackGiven(message="b-3.000000", value="down", comment="[red]not that[/red]", timestamp=4.0),
            e.FeedbackGiven(rating=2, timestamp=5.0),
        ],
    )
    await store.close()
    return tmp_path


def test_opinions_are_summed_up_and_the_words_shown_as_they_are(causerie: Command, stored: Path) -> None:
    done = causerie("feedback")
    assert done.returncode == 0, done.stderr
    assert "1 conversations were rated, 2.0 of 5 on average" in done.stdout
    assert "utter_pool" in done.stdout
    assert "“pets?” (ask_pets) → “The pool opens at 7.”" in done.stdout
    assert "[red]not that[/red]" in done.stdout


@pytest.mark.parametrize(
    ("name", "holds"),
    [("a.csv", "utter_pool"), ("a.jsonl", '"action": "utter_pool"'), ("a.yml", "- pets?")],
)
def test_opinions_are_written(name: str, holds: str, causerie: Command, stored: Path) -> None:
    done = causerie("feedback", "--out", name)
    assert done.returncode == 0, done.stderr
    assert "personal data" in done.stdout
    assert holds in (stored / name).read_text()


def test_a_time_without_opinions(causerie: Command, stored: Path) -> None:
    done = causerie("feedback", "--minimum-timestamp", "6")
    assert (done.returncode, done.stdout.strip()) == (0, "No feedback was given.")


@pytest.mark.parametrize(
    ("endpoints", "words", "told"),
    [
        (STORE, "--out a.xlsx", "ends in .csv, .jsonl, .yml; found 'a.xlsx'"),
        (STORE, "--minimum-timestamp 2 --maximum-timestamp 1", "--maximum-timestamp is before"),
        ("", "", "names no 'tracker_store'"),
    ],
)
def test_what_can_not_be_done_is_told(
    endpoints: str, words: str, told: str, causerie: Command, tmp_path: Path
) -> None:
    (tmp_path / "endpoints.yml").write_text(endpoints)
    done = causerie("feedback", *words.split())
    assert done.returncode == 1
    assert told in done.stderr + done.stdout
    assert "Traceback" not in done.stderr


def test_a_place_that_can_not_be_written_to_is_told(causerie: Command, stored: Path) -> None:
    (stored / "a.csv").mkdir()
    done = causerie("feedback", "--out", "a.csv")
    assert done.returncode == 1
    assert "a.csv" in done.stderr
    assert "Traceback" not in done.stderr
