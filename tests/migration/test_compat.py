"""``causerie compat``: the report, in all its forms, and the exit status."""

from __future__ import annotations

import html.parser
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from causerie.migration.pages.document import Document, Section
from causerie.migration.pages.html import as_html
from causerie.migration.pages.markdown import as_markdown

from .fake_rasa import FakeRasa

RunHere = Callable[..., tuple[int, str]]
RUNS, RUNS_NOT, WRONG_USAGE = 0, 1, 2


def as_json(said: str) -> dict[str, Any]:
    return dict(json.loads(said[said.index("{") : said.rindex("}") + 1]))


def test_a_project_that_runs_is_trained_and_its_stories_are_played(bakery: Path, run_here: RunHere) -> None:
    status, said = run_here(["compat", "bakery"], bakery.parent)
    assert status == RUNS
    assert "It runs here" in said
    assert "3 of 3 test stories pass." in said
    assert not (bakery / "models").exists()
    assert not (bakery / "actions" / "asked.txt").exists()


def test_the_report_as_json(bakery: Path, run_here: RunHere) -> None:
    status, said = run_here(["compat", "bakery", "--json", "-", "--no-train"], bakery.parent)
    report = as_json(said)
    assert (status, report["runs"], report["training"], report["against"]) == (RUNS, True, None, None)
    diet = next(x for x in report["findings"] if x["what"] == "DIETClassifier")
    assert (diet["verdict"], diet["file"], diet["line"]) == ("replaced", "config.yml", 11)


def test_what_is_missing_ends_with_1(bakery: Path, run_here: RunHere) -> None:
    (bakery / "credentials.yml").write_text("rest:\nno_such_channel:\n")
    status, said = run_here(["compat", "bakery", "--no-train"], bakery.parent)
    assert status == RUNS_NOT
    assert "credentials.yml:2:1" in said
    assert "no_such_channel" in said


def test_broken_files_are_all_told_and_nothing_is_trained(bakery: Path, run_here: RunHere) -> None:
    (bakery / "domain.yml").write_text("intents: [\n")
    (bakery / "data" / "nlu.yml").write_text("nlu: 3\n")
    status, said = run_here(["compat", "bakery"], bakery.parent)
    assert status == RUNS_NOT
    assert "domain.yml:2" in said
    assert "data/nlu.yml:1" in said
    assert "It was not trained" in said
    assert "Traceback" not in said


def test_a_test_story_that_fails_ends_with_1_and_is_shown(bakery: Path, run_here: RunHere) -> None:
    file = bakery / "tests" / "test_stories.yml"
    file.write_text(file.read_text().replace("action: utter_hours", "action: utter_bye"))
    status, said = run_here(["compat", "bakery", "--json", "-"], bakery.parent)
    assert status == RUNS_NOT
    story = next(x for x in as_json(said)["test_stories"] if not x["passed"])
    assert story["name"] == "hours"
    assert story["wrong"] == ["tests/test_stories.yml:12:5: expected utter_bye, predicted utter_hours"]


def test_files_of_tests_count_whatever_their_name(bakery: Path, run_here: RunHere) -> None:
    (bakery / "tests" / "test_stories.yml").rename(bakery / "tests" / "conversations.yml")
    status, said = run_here(["compat", "bakery"], bakery.parent)
    assert (status, "3 of 3 test stories pass." in said) == (RUNS, True)


def test_a_part_of_its_own_that_fails_is_told_without_a_traceback(bakery: Path, run_here: RunHere) -> None:
    (bakery / "own.py").write_text(
        "class Own:\n    def __init__(self, config):\n        raise KeyError('oh')\n"
    )
    config = bakery / "config.yml"
    config.write_text(
        config.read_text().replace(
            "- name: FallbackClassifier", "- name: own.Own\n- name: FallbackClassifier"
        )
    )
    status, said = run_here(["compat", "bakery"], bakery.parent)
    assert status == RUNS_NOT
    assert "It was not trained: " in said
    assert "Traceback" not in said


def test_the_report_is_written_as_pages(bakery: Path, run_here: RunHere) -> None:
    folder = bakery.parent
    words = ["compat", "bakery", "--no-train", "--json", "r.json"]
    assert run_here([*words, "--out", "r.html"], folder)[0] == RUNS
    assert run_here([*words, "--out", "r.md"], folder)[0] == RUNS
    page = (folder / "r.html").read_text(encoding="utf-8")
    assert "<td>DIETClassifier</td>" in page
    assert "http" not in page.replace("http-equiv", "")
    assert "| config.yml:11:3 | DIETClassifier | Linear models" in (folder / "r.md").read_text(
        encoding="utf-8"
    )
    assert json.loads((folder / "r.json").read_text(encoding="utf-8"))["project"] == "bakery"


def test_beside_a_running_server(rasa: FakeRasa, bakery: Path, run_here: RunHere) -> None:
    (bakery.parent / "talks.yml").write_text("more:\n- hello\n- never recorded\n")
    words = ["compat", "bakery", "--against", rasa.url, "--conversations", "talks.yml", "--json", "-"]
    status, said = run_here(words, bakery.parent)
    turns = as_json(said)["against"]["turns"]
    assert status == RUNS_NOT
    assert [(turn["text"], turn["verdict"]) for turn in turns] == [
        ("hello", "agrees"),
        ("when do you open?", "agrees"),
        ("how much is the rye?", "agrees"),
        ("I want to order bread", "agrees"),
        ("two loaves", "agrees"),
        ("hello", "agrees"),
        ("never recorded", "differs"),
    ]
    assert not (bakery / "actions" / "asked.txt").exists()


def test_a_server_that_agrees_ends_with_0(rasa: FakeRasa, bakery: Path, run_here: RunHere) -> None:
    status, said = run_here(["compat", "bakery", "--against", rasa.url], bakery.parent)
    assert status == RUNS
    assert "5 turns: 5 agrees, 0 differs, 0 not compared" in said


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["nowhere"], "no folder 'nowhere'"),
        (["."], "is no Rasa project"),
        (["bakery/config.yml"], "is a file"),
        ([], "PROJECT"),
        (["bakery", "--out", "report.pdf"], "must end in .html or .md"),
        (["bakery", "--out", "none/report.md"], "There is no folder"),
        (["bakery", "--json", "none/report.json"], "There is no folder"),
        (["bakery", "--against", "nonsense"], "is no address"),
        (["bakery", "--against", "http://127.0.0.1:1"], "can't be reached"),
        (["bakery", "--against", "http://x", "--no-train"], "can't go with --no-train"),
        (["bakery", "--run-actions"], "--run-actions: only together with --against"),
        (["bakery", "--against", "http://x", "--conversations", "none.yml"], "none.yml"),
    ],
)
def test_wrong_usage_ends_with_2(words: list[str], told: str, bakery: Path, run_here: RunHere) -> None:
    status, said = run_here(["compat", *words], bakery.parent)
    assert status == WRONG_USAGE
    assert told in " ".join(said.split())
    assert "Traceback" not in said


# -- pages

HOSTILE = "<script>alert(1)</script> | `x` \n[a](b)"


class _Tags(html.parser.HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.add(tag)


def test_pages_show_what_people_wrote_as_text() -> None:
    document = Document(HOSTILE, (Section(HOSTILE, (HOSTILE,), ("a", "b"), ((HOSTILE, HOSTILE),)),))
    tags = _Tags()
    tags.feed(as_html(document))
    assert "script" not in tags.tags
    lines = as_markdown(document).splitlines()
    assert [line.replace("\\|", "").count("|") for line in lines if line.startswith("|")] == [3, 3, 3]
    assert "<script>" not in "\n".join(line.replace("\\<", "") for line in lines)
