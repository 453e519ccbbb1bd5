"""Files that grow: what stands in them stays as it is, whatever way they are written in."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from causerie.errors import ProjectError
from causerie.files.write_into import GrowingFile
from causerie.files.write_learnt import NewNames, add_examples, add_names, add_stories
from causerie.training_data import ActionStep, EntityAnnotation, Example, SlotStep, Story, UserStep

STORY = Story(
    "new",
    (
        UserStep("greet", "hi: there", ({"entity": "city", "value": "Rome", "role": "to"},)),
        SlotStep("yes", None),
        ActionStep("utter_x"),
    ),
)
Change = Callable[[GrowingFile], None]


def grown(tmp_path: Path, text: str, change: Change) -> str:
    file = tmp_path / "file.yml"
    file.write_bytes(text.encode())
    growing = GrowingFile(file)
    change(growing)
    growing.write()
    return file.read_bytes().decode()


def stories(file: GrowingFile) -> None:
    add_stories(file, [STORY], False)


def test_a_story_goes_behind_the_last_one_and_looks_like_it(tmp_path: Path) -> None:
    text = "stories:\n  - story: a  # x\n    steps:\n      - intent: b\n\n# rules\nrules: [] # y\n"
    new = (
        "  - story: new\n    steps:\n      - intent: greet\n        entities:\n          - city: Rome\n"
        "            role: to\n      - slot_was_set:\n          - yes: null\n      - action: utter_x\n"
    )
    assert grown(tmp_path, text, stories) == text.replace("\n\n# rules", f"\n{new}\n# rules")


def test_stories_set_apart_stay_so(tmp_path: Path) -> None:
    text = "stories:\n- story: a\n  steps: [{action: b}]\n\n- story: b\n  steps: [{action: b}]\n"
    assert grown(tmp_path, text, stories).startswith(text + "\n- story: new\n  steps:\n  - intent: greet\n")


@pytest.mark.parametrize(
    "text", ["stories: []  # none yet\nrules:\n- x: 1  # one\n", "rules:\n- x: 1  # one\n"]
)
def test_a_section_is_made_where_there_is_none(text: str, tmp_path: Path) -> None:
    after = grown(tmp_path, text, stories)
    assert [story["story"] for story in yaml.safe_load(after)["stories"]] == ["new"]
    assert "- x: 1  # one\n" in after


def test_ends_of_lines_and_the_mark_at_the_beginning_stay(tmp_path: Path) -> None:
    text = "\ufeffstories:\r\n- story: a\r\n  steps:\r\n  - action: b"
    after = grown(tmp_path, text, stories)
    assert after.startswith(text + "\r\n- story: new\r\n")
    assert "\n" not in after.replace("\r\n", "")


def test_messages_are_told_word_by_word_if_asked_for(tmp_path: Path) -> None:
    after = grown(tmp_path, "", lambda file: add_stories(file, [STORY], True))
    assert yaml.safe_load(after)["version"] == "3.1"
    assert yaml.safe_load(after)["stories"][0]["steps"][0] == {"intent": "greet", "user": "hi: there"}


NLU = """\
nlu:
- intent: a
  examples: |
    - x
    # no comment

    - z


# about b
- intent: b
  examples: |-
        - b1
- intent: c   # short
  examples: "- c1"
- intent: d
  examples:
  - text: |
      d1
    metadata: {a: 1}
- intent: e
  examples: |
   - e1"""


@pytest.mark.parametrize(
    ("intent", "line", "after"),
    [
        ("a", "    - to [Rome](city)\n", "    - z\n"),
        ("b", "        - to [Rome](city)\n", "        - b1\n"),
        ("d", "  - text: to [Rome](city)\n", "    metadata: {a: 1}\n"),
        ("e", "\n   - to [Rome](city)\n", "   - e1"),
        ("new", "\n\n- intent: new\n  examples: |\n    - to [Rome](city)\n", "   - e1"),
    ],
)
def test_an_example_goes_behind_the_last_one(intent: str, line: str, after: str, tmp_path: Path) -> None:
    example = Example("to Rome", intent, (EntityAnnotation(3, 7, "city", "Rome"),))
    wanted = NLU.replace(after, after + line)
    assert grown(tmp_path, NLU, lambda file: add_examples(file, [example])) == f"{wanted.rstrip()}\n"


def test_where_there_is_no_room_for_lines_the_file_is_dumped_with_its_comments(tmp_path: Path) -> None:
    after = grown(tmp_path, NLU, lambda file: add_examples(file, [Example("c2", "c")]))
    assert yaml.safe_load(after)["nlu"][2]["examples"] == "- c1\n- c2\n"
    assert "# about b" in after
    assert "# short" in after
    before = yaml.safe_load(NLU)["nlu"]
    assert [x for x in yaml.safe_load(after)["nlu"] if x["intent"] != "c"] == [
        x for x in before if x["intent"] != "c"
    ]


def test_names_go_to_their_sections_in_lines_or_in_brackets(tmp_path: Path) -> None:
    text = "intents: [a, b]  # x\nactions: [\n  a,\n]\nslots:\n    s: {type: text}   # y\n\nforms: {}\n"
    new = NewNames(("i", "two words"), {"c": {"roles": ("from",)}}, ("t",), ("act",), {"utter_n": "hi: you"})
    after = grown(tmp_path, text, lambda file: add_names(file, new))
    assert after.startswith('intents: [a, b, i, "two words"]  # x\nactions: [\n  a, act]\n')
    assert "    s: {type: text}   # y\n    t:\n      type: any\n" in after
    found = yaml.safe_load(after)
    assert found["entities"] == [{"c": {"roles": ["from"]}}]
    assert found["slots"]["t"] == {"type": "any", "mappings": [{"type": "custom"}]}
    assert found["responses"] == {"utter_n": [{"text": "hi: you"}]}


def test_two_new_slots_share_nothing(tmp_path: Path) -> None:
    after = grown(tmp_path, "", lambda file: add_names(file, NewNames(slots=("a", "b"))))
    assert "&" not in after
    assert "*" not in after


def test_a_file_that_is_no_yaml_is_not_touched(tmp_path: Path) -> None:
    file = tmp_path / "file.yml"
    file.write_text("stories: [\n")
    with pytest.raises(ProjectError, match=r"file\.yml"):
        GrowingFile(file)
    assert file.read_text() == "stories: [\n"


@pytest.mark.parametrize(
    "change",
    [
        lambda file: add_stories(file, [STORY], False),
        lambda file: add_examples(file, [Example("a", "b")]),
        lambda file: add_names(file, NewNames(intents=("a",))),
        lambda file: add_names(file, NewNames(slots=("a",))),
    ],
)
def test_a_section_that_is_something_else_is_told(change: Change, tmp_path: Path) -> None:
    text = "stories: {a: 1}\nnlu: {url: x}\nintents: 7\nslots: [a]\n"
    with pytest.raises(ProjectError, match="something else here"):
        grown(tmp_path, text, change)
    assert (tmp_path / "file.yml").read_text() == text


def test_a_file_is_replaced_whole_and_keeps_its_permissions_and_its_link(tmp_path: Path) -> None:
    file, link = tmp_path / "real.yml", tmp_path / "link.yml"
    file.write_text("stories: []\n")
    file.chmod(0o640)
    link.symlink_to(file)
    growing = GrowingFile(link)
    stories(growing)
    growing.write()
    assert link.is_symlink()
    assert "story: new" in file.read_text()
    assert file.stat().st_mode & 0o777 == 0o640
    assert sorted(os.listdir(tmp_path)) == ["link.yml", "real.yml"]


def test_a_write_that_fails_leaves_the_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "file.yml"
    file.write_text("stories: []\n")
    growing = GrowingFile(file)
    stories(growing)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device", str(file))

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="No space"):
        growing.write()
    assert file.read_text() == "stories: []\n"
    assert os.listdir(tmp_path) == ["file.yml"]
