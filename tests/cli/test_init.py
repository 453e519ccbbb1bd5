from __future__ import annotations

from pathlib import Path

from .conftest import Command


def test_without_questions_the_folder_must_exist(causerie: Command, tmp_path: Path) -> None:
    done = causerie("init", "--no-prompt", "--init-dir", "nowhere")
    assert done.returncode == 1
    assert "nowhere" in done.stderr
    assert not [*tmp_path.iterdir()]


def test_existing_files_are_never_overwritten_unasked(causerie: Command, tmp_path: Path) -> None:
    (tmp_path / "domain.yml").write_text("mine")
    done = causerie("init", "--no-prompt")
    assert done.returncode == 1
    assert "domain.yml" in done.stderr
    assert [file.name for file in tmp_path.iterdir()] == ["domain.yml"]
    assert (tmp_path / "domain.yml").read_text() == "mine"


def test_a_file_is_no_folder(causerie: Command, tmp_path: Path) -> None:
    (tmp_path / "place").write_text("")
    done = causerie("init", "--init-dir", "place")
    assert done.returncode == 1
    assert "is a file" in done.stderr


def test_an_unknown_template_is_told_with_those_there_are(causerie: Command) -> None:
    done = causerie("init", "--template", "shop")
    assert done.returncode == 2
    assert "booking" in done.stderr


def test_what_comes_next_is_said(blank: Path) -> None:
    assert (blank / "models").is_dir()
    assert "causerie shell" in (blank / "README.md").read_text()
