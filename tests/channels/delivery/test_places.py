"""Where a conversation takes place is known after a restart, too."""

from __future__ import annotations

from pathlib import Path

import pytest

from causerie.channels.delivery.places import Places


def test_a_place_is_kept_over_a_restart_by_channel(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "places.db"
    places = Places("one", file)
    places.remember("ann", {"room": "a"})
    places.remember("ann", {"room": "b"})
    assert Places("one", file).find("ann") == {"room": "b"}
    assert Places("two", file).find("ann") is None
    assert Places("one", file).find("bob") is None


def test_without_a_file_it_is_kept_in_memory() -> None:
    places = Places("one")
    places.remember("ann", {"room": "a"})
    assert places.find("ann") == {"room": "a"}


def test_a_file_that_can_t_be_written_is_told_and_the_turn_goes_on(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("")
    places = Places("one", tmp_path / "file" / "places.db")
    places.remember("ann", {"room": "a"})
    assert places.find("ann") == {"room": "a"}
    assert "could not be kept" in caplog.text


def test_a_file_that_is_no_database_is_told(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    file = tmp_path / "places.db"
    file.write_text("no database, for sure, and longer than a header")
    assert Places("one", file).find("ann") is None
    assert "could not be read" in caplog.text
