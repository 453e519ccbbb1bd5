from __future__ import annotations

import re
from pathlib import Path

import pytest

from .conftest import Command

STORIES = """
stories:
- story: "<script>alert(1)</script>"
  steps:
  - intent: greet
  - action: utter_<b>
  - or: [{intent: yes}, {intent: no}]
  - checkpoint: "joint & more"
- story: more
  steps:
  - checkpoint: "joint & more"
  - slot_was_set: [{size: "<big>"}]
  - active_loop: form
  - active_loop: null
  - user: |
      bye "you"
  - bot: bye
rules:
- rule: always
  condition: [{slot_was_set: [{size: null}]}]
  steps: [{intent: greet}, {action: utter_x}]
"""


def test_a_page_of_its_own_with_all_texts_escaped(causerie: Command, tmp_path: Path) -> None:
    (tmp_path / "s.yml").write_text(STORIES)
    (tmp_path / "nlu.yml").write_text('nlu: [{intent: greet, examples: "- good <i>day</i>\\n"}]')
    done = causerie("visualize", "-s", "s.yml", "--nlu", "nlu.yml", "--out", "deep/page.html")
    assert done.returncode == 0, done.stderr
    page = (tmp_path / "deep" / "page.html").read_text()
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "good &lt;i&gt;day" in page
    assert "joint &amp; more" in page
    assert page.count("joint &amp; more</text>") == 1
    assert not re.findall(r"(?:src|href)=|@import|url\((?!#tip)", page)


def test_circles_are_drawn(causerie: Command, tmp_path: Path) -> None:
    loop = "[{checkpoint: a}, {intent: i}, {action: b}, {checkpoint: a}]"
    (tmp_path / "s.yml").write_text(f"stories: [{{story: round, steps: {loop}}}]")
    assert causerie("visualize", "-s", "s.yml").returncode == 0
    assert (tmp_path / "graph.html").read_text().count("<rect") == 5


@pytest.mark.parametrize(
    ("words", "told"),
    [("-s nowhere", "no such file"), ("-s bad.yml", "bad.yml"), ("-s s.yml --out .", "written")],
)
def test_mistakes_are_told(words: str, told: str, causerie: Command, tmp_path: Path) -> None:
    (tmp_path / "s.yml").write_text(STORIES)
    (tmp_path / "bad.yml").write_bytes(b"stories: \xff\x00")
    done = causerie("visualize", *words.split())
    assert done.returncode == 1
    assert told in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("verb", ["enable", "disable"])
def test_there_is_no_telemetry(verb: str, causerie: Command, tmp_path: Path) -> None:
    done = causerie("telemetry", verb)
    assert done.returncode == 0
    assert "never sends anything" in done.stdout
    assert not list(tmp_path.iterdir())
