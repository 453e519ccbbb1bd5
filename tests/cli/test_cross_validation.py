from __future__ import annotations

import json
from pathlib import Path

from causerie.evaluation.cross_validation import fold_examples
from causerie.training_data import Example

from .conftest import Command

NLU = """
nlu:
- intent: greet
  examples: |
    - hello there
    - hello you
    - oh hello
- intent: goodbye
  examples: |
    - bye now
    - bye you
    - so bye
"""


def test_every_example_is_read_by_a_model_that_has_not_seen_it(causerie: Command, project: Path) -> None:
    (project / "more.yml").write_text(NLU)
    for model in (project / "models").iterdir():
        model.unlink()
    done = causerie("test", "nlu", "--cross-validation", "-f", "3", "-u", "more.yml", "--no-plot")
    assert done.returncode == 0, done.stderr
    report = json.loads((project / "results" / "intent_report.json").read_text())
    assert (report["greet"]["support"], report["goodbye"]["support"]) == (3, 3)


def test_too_many_folds_are_told(causerie: Command, project: Path) -> None:
    (project / "more.yml").write_text(NLU)
    done = causerie("test", "nlu", "--cross-validation", "-f", "4", "-u", "more.yml", "--no-plot")
    assert done.returncode == 1
    assert "greet (3)" in done.stderr
    assert not (project / "results").exists()


def test_folds_share_each_intent() -> None:
    examples = [Example(f"{intent} {number}", intent) for intent in "ab" for number in range(5)]
    parts = fold_examples(examples, 2, 0)
    assert sorted(x.text for part in parts for x in part) == sorted(x.text for x in examples)
    for part in parts:
        assert sorted(sum(x.intent == intent for x in part) for intent in "ab") == [2, 3]
