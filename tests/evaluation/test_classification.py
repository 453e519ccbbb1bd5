from __future__ import annotations

import pytest

from causerie.evaluation.classification import classify


def test_all_right_is_one_everywhere() -> None:
    scores = classify(["a", "b", "b"], ["a", "b", "b"])
    assert scores.accuracy == scores.precision == scores.f1 == 1.0
    assert scores.report["b"] == {
        "precision": 1.0,
        "recall": 1.0,
        "f1-score": 1.0,
        "support": 2,
        "confused_with": {},
    }
    assert scores.report["micro avg"]["support"] == 3


def test_numbers_of_a_small_case_by_hand() -> None:
    """a: 2 of 3 found, nothing else taken for it; b: found, and once taken for an a."""
    report = classify(["a", "a", "a", "b"], ["a", "a", "b", "b"]).report
    assert report["a"]["precision"] == 1.0
    assert report["a"]["recall"] == pytest.approx(2 / 3)
    assert report["a"]["f1-score"] == pytest.approx(0.8)
    assert report["a"]["confused_with"] == {"b": 1}
    assert report["b"]["precision"] == 0.5
    assert report["b"]["confused_with"] == {}
    assert report["accuracy"] == 0.75
    assert report["macro avg"]["recall"] == pytest.approx((2 / 3 + 1) / 2)
    assert report["weighted avg"]["recall"] == 0.75


def test_what_is_only_predicted_has_no_row_but_costs() -> None:
    report = classify(["a", "a"], ["a", "x"]).report
    assert "x" not in report
    assert report["micro avg"] == {
        "precision": 1.0,
        "recall": 0.5,
        "f1-score": pytest.approx(2 / 3),
        "support": 2,
    }
    assert report["accuracy"] == 0.5
    assert report["a"]["confused_with"] == {"x": 1}


def test_a_label_that_stands_for_nothing_is_not_scored() -> None:
    scores = classify(["city", "none", "none"], ["city", "city", "none"], without="none")
    assert set(scores.report) == {
        "city",
        "micro avg",
        "macro avg",
        "weighted avg",
        "accuracy",
    }
    assert scores.report["city"]["precision"] == 0.5
    assert scores.report["city"]["support"] == 1
    assert scores.matrix == ((1, 0), (1, 1))


def test_nothing_to_score_is_an_empty_report() -> None:
    assert classify([], []).report == {}
    assert classify(["none"], ["city"], without="none").report == {}
