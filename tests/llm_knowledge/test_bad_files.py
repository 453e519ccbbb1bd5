"""What can't be read is told with its file and what to do, and the rest is still read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from causerie.files.problems import Problems
from causerie.llm.knowledge import reading
from causerie.llm.knowledge.reading import read_knowledge

from .pdf_files import pdf_bomb, pdf_of


@pytest.fixture(autouse=True)
def good(write) -> None:
    write("good.md", "A page that is fine.")


def only_problem(read, problems: Problems, file: Path):
    assert [passage.text for passage in read()] == ["A page that is fine."]
    (problem,) = problems
    assert problem.place.file == str(file)
    return problem


@pytest.mark.parametrize("content", [os.urandom(5_000) + b"\xff", b"caf\xe9 au lait", "é".encode("utf-16")])
@pytest.mark.parametrize("name", ["bad.md", "bad.html", "bad.txt"])
def test_what_is_no_utf_8_is_told(write, read, problems: Problems, name: str, content: bytes) -> None:
    assert "UTF-8" in only_problem(read, problems, write(name, content)).advice


def test_control_characters_are_no_text(write, read, problems: Problems) -> None:
    problem = only_problem(read, problems, write("bad.md", "fine\nthen \0 junk"))
    assert (problem.place.line, problem.found) == (2, "the character U+0000")


@pytest.mark.parametrize("name", ["empty.md", "empty.html", "empty.txt"])
@pytest.mark.parametrize("content", ["", " \n\t\n", "\ufeff"])
def test_an_empty_file_is_a_warning(write, read, problems: Problems, name: str, content: str) -> None:
    problem = only_problem(read, problems, write(name, content))
    assert (problem.severity, problem.message) == ("warning", "The file says nothing.")


def test_a_file_of_50_megabytes_is_told_and_not_read(folder: Path, read, problems: Problems) -> None:
    for name in ("large.md", "large.pdf"):
        with (folder / name).open("wb") as file:
            file.truncate(50_000_000)
    read()
    assert [problem.found for problem in problems] == ["50.0 MB", "50.0 MB"]
    assert all("Split it" in problem.advice for problem in problems)


def test_very_deep_html_is_read(write, read, problems: Problems) -> None:
    write("deep.html", "<ul><li>" * 20_000 + "bottom" + "<div>" * 20_000 + "</table></td>")
    assert "- bottom" in [passage.text for passage in read()]
    assert not list(problems)


@pytest.mark.parametrize(
    "html",
    [
        "<",
        "<p",
        "<!-- never closed",
        "<![CDATA[ x",
        "<table><tr><td>1",
        "</li></ul></h1></table>",
        "&#xffffffff;<p>&bogus;",
    ],
)
def test_broken_html_ends_in_no_error(write, read, html: str) -> None:
    write("broken.html", html)
    assert "A page that is fine." in [passage.text for passage in read()]


def test_deep_markdown_is_read(write, read) -> None:
    write("deep.md", ">" * 5_000 + " deep\n\n" + "[" * 5_000 + "\n" + "- " * 3_000 + "x")
    assert "A page that is fine." in [passage.text for passage in read()]


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.4\n", b"no pdf", pdf_of(["Soup."])[:300], os.urandom(3_000)]
)
def test_a_broken_pdf_is_told(write, read, problems: Problems, content: bytes) -> None:
    problem = only_problem(read, problems, write("bad.pdf", content))
    assert problem.advice


def test_a_pdf_without_text_says_so(write, read, problems: Problems) -> None:
    problem = only_problem(read, problems, write("scan.pdf", pdf_of(["", ""])))
    assert problem.message == "The PDF holds no text; it may be made of pictures."
    assert "OCR" in problem.advice


def test_a_pdf_bomb_is_stopped_by_a_limit(write, read, problems: Problems) -> None:
    bomb = pdf_bomb(200_000_000)
    assert len(bomb) < 1_000_000
    problem = only_problem(read, problems, write("bomb.pdf", bomb))
    assert "imit" in problem.message


def test_of_a_pdf_of_too_many_pages_the_first_are_read(write, read, problems: Problems, monkeypatch) -> None:
    monkeypatch.setattr("causerie.llm.knowledge.pdf.MOST_PAGES", 2)
    write("long.pdf", pdf_of(["One.", "Two.", "Three."]))
    assert [passage.text for passage in read()][1:] == ["One.", "Two."]
    (problem,) = problems
    assert problem.message == "Only the first 2 pages of the PDF are read."


def test_links_out_of_the_folder_are_left_out(folder: Path, tmp_path: Path, read, problems: Problems) -> None:
    outside = tmp_path / "secret.md"
    outside.write_text("A secret.")
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "also.md").write_text("Another.")
    (folder / "link.md").symlink_to(outside)
    (folder / "linked").symlink_to(tmp_path / "more")
    (folder / "broken.md").symlink_to(tmp_path / "nowhere.md")
    (folder / "inside.md").symlink_to(folder / "good.md")
    assert {passage.text for passage in read()} == {"A page that is fine."}
    assert sorted(Path(problem.place.file).name for problem in problems) == ["broken.md", "link.md", "linked"]
    assert {problem.severity for problem in problems} == {"warning"}


def test_a_link_in_a_circle_ends(folder: Path, read) -> None:
    (folder / "again").symlink_to(folder)
    (folder / "self.md").symlink_to(folder / "self.md")
    assert [passage.text for passage in read()] == ["A page that is fine."]


def test_other_files_are_told_and_hidden_ones_are_not(write, read, problems: Problems) -> None:
    write(".DS_Store", b"\0")
    write(".git/config.md", "hidden")
    problem = only_problem(read, problems, write("letter.docx", b"PK"))
    assert (problem.severity, problem.message) == ("warning", "The file is not read.")


def test_a_missing_folder_is_told(tmp_path: Path, problems: Problems) -> None:
    assert read_knowledge(tmp_path / "knowledge", problems) == []
    assert [problem.message for problem in problems] == ["There is no such folder of knowledge."]


def test_too_many_files_are_told(write, read, problems: Problems, monkeypatch) -> None:
    monkeypatch.setattr(reading, "MOST_FILES", 2)
    for number in range(4):
        write(f"{number}.md", f"Page {number}.")
    assert len(read()) == 2
    assert problems.errors[0].message == "There are 5 files, of which the first 2 are read."
