"""``causerie data split|convert|migrate``: what is written, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from causerie.files.nlu import read_nlu
from causerie.files.stories import read_stories

from .conftest import Command

NLU = """
version: "3.1"
nlu:
- intent: faq/hours
  examples: |
    - when do you open
    - opening hours
- intent: travel
  metadata: {mood: curious}
  examples:
  - text: |
      fly to [rome]{"entity": "city", "role": "to", "value": "ROM"}
    metadata: {source: me}
  - text: go by [boat](means)
- synonym: ROM
  examples: |
    - roma
- regex: zip
  examples: |
    - [0-9]{5}
- lookup: means
  examples: |
    - boat
responses:
  utter_faq/hours:
  - text: From nine.
"""
STORIES = """
version: "3.1"
# kept
rules:
- rule: always
  steps: [{intent: greet}, {action: "utter_${NAME}"}]
stories:
- story: one
  steps: [{intent: greet}]
- story: two
  steps: [{intent: greet}]
"""


@pytest.mark.parametrize("form", ["yaml", "json"])
def test_converted_data_means_the_same(form: str, causerie: Command, tmp_path: Path) -> None:
    (tmp_path / "nlu.yml").write_text(NLU)
    out = f"out.{form.replace('yaml', 'yml')}"
    done = causerie("data", "convert", "nlu", "--data", "nlu.yml", "-f", form, "--out", out, "-l", "de")
    assert done.returncode == 0, done.stderr
    before, after = read_nlu([tmp_path / "nlu.yml"]), read_nlu([tmp_path / out])
    assert [(x.text, x.intent, x.entities, x.metadata) for x in after.examples] == [
        (x.text, x.intent, x.entities, x.metadata) for x in before.examples
    ]
    assert (after.regexes, after.lookups) == (before.regexes, before.lookups)
    assert after.synonyms["roma"] == "ROM"
    assert "--language: accepted" in done.stderr


def test_every_intent_is_in_both_parts(causerie: Command, tmp_path: Path) -> None:
    (tmp_path / "nlu.yml").write_text(NLU)
    words = ("data", "split", "nlu", "-u", "nlu.yml", "--random-seed", "3")
    assert causerie(*words).returncode == 0
    folder = tmp_path / "train_test_split"
    parts = [read_nlu([folder / f"{name}_data.yml"]) for name in ("training", "test")]
    for part in parts:
        assert {x.intent for x in part.examples} == {"faq/hours", "travel"}
    assert {x.text for part in parts for x in part.examples} == {
        x.text for x in read_nlu([tmp_path / "nlu.yml"]).examples
    }
    for name in ("training", "test"):
        told = yaml.safe_load((folder / f"nlg_{name}_data.yml").read_text())
        assert told["responses"] == {"utter_faq/hours": [{"text": "From nine."}]}
    before = (folder / "test_data.yml").read_text()
    assert causerie(*words).returncode == 0
    assert (folder / "test_data.yml").read_text() == before


def test_split_stories_keep_all_else_that_is_in_their_file(causerie: Command, tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / "data" / name).mkdir(parents=True)
        (tmp_path / "data" / name / "stories.yml").write_text(STORIES.replace("utter_${NAME}", "utter_x"))
    for _ in range(2):
        assert causerie("data", "split", "stories").returncode == 0
    out = tmp_path / "train_test_split"
    names = sorted(path.name for path in out.iterdir())
    assert names == ["test_b_stories.yml", "test_stories.yml", "train_b_stories.yml", "train_stories.yml"]
    train = (out / "train_stories.yml").read_text()
    assert "# kept" in train
    assert "always" in train
    stories, rules = read_stories([out / "train_stories.yml"])
    assert (len(stories), len(rules)) == (1, 1)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("split nlu --training-fraction 1.5", "between 0 and 1"),
        ("split nlu --nlu nowhere", "no such file"),
        ("split stories --nlu bad.yml", "bad.yml"),
        ("split nlu --out bad.yml", "bad.yml"),
        ("convert nlu --data nowhere", "no such file"),
        ("convert nlu --data domain.yml", "no NLU examples"),
        ("migrate --domain bad.yml", "bad.yml"),
        ("migrate --domain nowhere", "no domain"),
        ("migrate", "of format 3.1 already"),
        ("migrate --domain odd.yml", "'forms' must be a mapping"),
        ("migrate --domain odd_form.yml", "must have mappings"),
        ("migrate --domain binary.yml", "binary.yml"),
    ],
)
def test_mistakes_are_told(words: str, told: str, causerie: Command, project: Path) -> None:
    (project / "bad.yml").write_text("stories: [")
    (project / "binary.yml").write_bytes(b"\x00\xff\xfe" * 9)
    (project / "odd.yml").write_text("intents: []\nforms: [a]\n")
    (project / "odd_form.yml").write_text("forms:\n  f: {required_slots: {size: 3}}\n")
    done = causerie("data", *words.split())
    assert done.returncode == 1, done.stdout
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_a_migrated_domain_can_be_read(causerie: Command, project: Path) -> None:
    (project / "old").mkdir()
    (project / "old" / "slots.yml").write_text("slots:\n  size: {type: text} # big?\n  free: {type: any}\n")
    (project / "old" / "forms.yml").write_text(
        "version: '2.0'\nintents: [a]\nforms:\n"
        "  one: {required_slots: {size: [{type: from_text}], new: [{type: from_text}]}}\n"
        "  two: {size: [{type: from_text}]}\n"
    )
    done = causerie("data", "migrate", "--domain", "old")
    assert done.returncode == 0, done.stderr
    assert "'free'" in done.stdout
    assert "# big?" in (project / "new_domain" / "slots.yml").read_text()
    slots = yaml.safe_load((project / "new_domain" / "slots.yml").read_text())["slots"]
    assert [x["active_loop"] for x in slots["size"]["mappings"][0]["conditions"]] == ["one", "two"]
    assert causerie("data", "validate", "--domain", "new_domain", "--data", "old").returncode == 0
    assert (project / "original_domain" / "forms.yml").exists()
