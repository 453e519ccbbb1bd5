from __future__ import annotations

import json

import numpy as np
import pytest

from causerie.evaluation.training_page import summary, write_training_page
from causerie.nlu.linear.corpus import Corpus
from causerie.nlu.linear.findings import find, thresholds, two_labels
from causerie.nlu.linear.text_example import TextExample
from causerie.nlu.linear.trying import held_out_texts
from causerie.nlu.pipeline import Pipeline
from causerie.training_data import NluData

from .conftest import MOODBOT, said


def example(text, label, vector=()):
    return TextExample(tuple(text.split()), label, vector=np.array(vector, dtype=np.float32))


def test_the_proposed_threshold_turns_few_away_and_keeps_most_out():
    own = np.concatenate([np.full(97, 0.9), [0.1, 0.2, 0.58]])
    foreign = np.linspace(0.0, 0.85, 100)
    found = thresholds(own, foreign)
    assert found["proposed_threshold"] == 0.9
    at = {row["threshold"]: row for row in found["thresholds"]}
    assert at[0.0] == {"threshold": 0.0, "false_rejects": 0.0, "false_accepts": 1.0}
    assert at[0.5]["false_rejects"] == pytest.approx(0.02)
    assert at[0.5]["false_accepts"] == pytest.approx((foreign >= 0.5).mean())


def test_nothing_is_proposed_without_anything_foreign():
    assert thresholds(np.ones(3), np.zeros(0)) == {"thresholds": [], "proposed_threshold": None}


def test_texts_that_are_alike_under_two_intents_are_found():
    found = two_labels(
        [example("Yes please", "affirm"), example("yes PLEASE", "order"), example("no", "deny")]
    )
    assert [(one["intent"], one["other_intent"], one["similarity"]) for one in found] == [
        ("affirm", "order", 1.0)
    ]


def test_texts_that_mean_the_same_under_two_intents_are_found_by_their_vectors():
    close = [
        example("a big dog", "one", (1, 0)),
        example("a large dog", "two", (0.999, 0.04)),
        example("x", "one", (0, 1)),
    ]
    assert [(one["text"], one["other_text"]) for one in two_labels(close)] == [("a big dog", "a large dog")]
    assert two_labels([example("a big dog", "one", (1, 0)), example("a large dog", "one", (1, 0))]) == []


def test_texts_far_apart_in_the_file_are_compared_too():
    many = [
        example(f"t{chr(97 + i % 26)}{chr(97 + i // 26)}", "one", row) for i, row in enumerate(np.eye(650))
    ]
    twin = example("the same", "two", np.eye(650)[20])
    (found,) = two_labels([*many, twin])
    assert (found["text"], found["other_text"]) == (" ".join(many[20].words), "the same")


def test_confusions_and_thin_intents_are_counted():
    texts = [f"{word} {i}" for word in ("red", "blue") for i in range(10)]
    examples = [example(text, "colour" if i % 2 else "tone") for i, text in enumerate(texts)]
    examples += [example("what is up", "greet")] * 2
    found = find(examples, held_out_texts(Corpus(examples), 0), np.ones(4), np.zeros(4))
    assert found["thin"] == [{"intent": "greet", "examples": 2}]
    assert {one["intent"] for one in found["confused"]} <= {"colour", "tone", "greet"}
    assert sum(one["times"] for one in found["confused"]) == round(
        (1 - found["held_out"]["right"]) * found["held_out"]["examples"]
    )


def test_training_tells_and_a_loaded_model_has_nothing_to_tell(train, tmp_path):
    pipeline = train(["WhitespaceTokenizer", "DIETClassifier"], NluData(MOODBOT))
    (found,) = pipeline.findings().values()
    assert found["examples"] == len(MOODBOT)
    assert found["proposed_threshold"] is not None
    assert any("held out" in line for line in summary(found))
    assert Pipeline.load(pipeline.state()).findings() == {}
    page = write_training_page(pipeline.findings(), tmp_path / "reports")
    assert json.loads((tmp_path / "reports" / "understanding.json").read_text())["DIETClassifier"] == found
    assert page.read_text().count("<svg") == 1


def test_nothing_that_somebody_wrote_is_markup_on_the_page(train, tmp_path):
    evil = "<script>alert(1)</script>"
    data = NluData(said(one=[evil, "a b c", "d e f"], two=[evil, "g h i", "j k l"]))
    page = write_training_page(train(["WhitespaceTokenizer", "DIETClassifier"], data).findings(), tmp_path)
    assert "<script" not in page.read_text()
