from __future__ import annotations

import numpy as np
import pytest

from causerie.errors import ModelError
from causerie.nlu.linear.corpus import MANY_EXAMPLES, Corpus
from causerie.nlu.linear.neighbours import Neighbours
from causerie.nlu.linear.ngrams import Ngrams, normalise
from causerie.nlu.linear.rows import COMPARED_AT_MOST, Rows
from causerie.nlu.linear.scorer import PACKED_AT_ONCE, Scorer, packed, unpacked
from causerie.nlu.linear.solver import CrossEntropy, SquaredHinge, fit_among
from causerie.nlu.linear.text_classifier import TextClassifier
from causerie.nlu.linear.text_example import TextExample

WORDS = ["red", "blue", "green", "tall", "small", "open", "shut", "when", "where", "why", "now", "never"]


def texts(count, seed=0):
    """Two words that tell the label, and two that don't."""
    random = np.random.default_rng(seed)
    labels = random.integers(4, size=count)
    return [
        TextExample(
            (WORDS[label], WORDS[4 + label], *random.choice(WORDS, 2).tolist()),
            f"label{label}",
            vector=unit(random.standard_normal(6) + 2 * np.eye(6)[label]),
        )
        for label in labels.tolist()
    ]


def unit(vector):
    return (vector / np.linalg.norm(vector)).astype(np.float32)


@pytest.fixture(scope="module")
def problem():
    random = np.random.default_rng(1)
    labels = np.arange(90, dtype=np.int32) % 3
    rows = random.standard_normal((90, 8)) + np.eye(8)[labels]
    weights = random.uniform(0.5, 1.0, 90)
    return np.hstack([rows, np.ones((90, 1))]).astype(np.float32), labels, weights


def solved(rows, task):
    return rows.T @ fit_among(lambda shares: rows @ (rows.T @ shares), task)


def test_cross_entropy_finds_what_scikit_learn_finds(problem):
    from sklearn.linear_model import LogisticRegression

    rows, labels, weights = problem
    theirs = LogisticRegression(C=2.0, fit_intercept=False, tol=1e-8, max_iter=1000)
    theirs.fit(rows, labels, sample_weight=weights)
    ours = solved(rows, CrossEntropy(labels, weights, 3, 2.0, tolerance=1e-5))
    np.testing.assert_allclose(ours, theirs.coef_.T, atol=2e-3)


def test_squared_hinge_finds_what_liblinear_finds(problem):
    from sklearn.svm import LinearSVC

    rows, labels, weights = problem
    ours = solved(rows, SquaredHinge(labels, weights, 3, 1.0, own=2.5, tolerance=1e-5))
    for label in range(3):
        theirs = LinearSVC(C=1.0, fit_intercept=False, tol=1e-8, max_iter=100_000, class_weight={1: 2.5})
        theirs.fit(rows, labels == label, sample_weight=weights)
        np.testing.assert_allclose(ours[:, label], theirs.coef_[0], atol=2e-3)


def test_machines_solved_some_at_a_time_are_those_solved_together(problem):
    rows, labels, weights = problem
    together = solved(rows, SquaredHinge(labels, weights, 3, 1.0, tolerance=1e-5))
    first = solved(rows, SquaredHinge(labels, weights, 2, 1.0, tolerance=1e-5))
    last = solved(rows, SquaredHinge(labels - 2, weights, 1, 1.0, tolerance=1e-5))
    np.testing.assert_allclose(np.hstack([first, last]), together, atol=2e-3)


def test_comparing_all_examples_and_multiplying_with_their_features_give_the_same(monkeypatch):
    corpus = Corpus(texts(60))
    numbers = np.arange(60)
    rows = Rows.of(corpus, numbers, corpus.known_to(numbers), 1.5)
    shares = np.random.default_rng(2).standard_normal((60, 4)).astype(np.float32)
    compared = rows.alike()(shares)
    monkeypatch.setattr("causerie.nlu.linear.rows.COMPARED_AT_MOST", 10)
    np.testing.assert_allclose(rows.alike()(shares), compared, rtol=1e-4, atol=1e-4)
    assert COMPARED_AT_MOST < MANY_EXAMPLES


@pytest.mark.parametrize("count", [80, MANY_EXAMPLES + 10])
def test_texts_are_seen_alike_together_and_one_by_one(count):
    corpus = Corpus(texts(count))
    scorer = Scorer()
    scorer.train(corpus, 0)
    some = np.arange(20)
    together = scorer.look_at(corpus, np.arange(len(corpus)), some)
    for place, number in enumerate(some.tolist()):
        example = corpus.examples[number]
        alone = scorer.look(example.words, example.vector)
        np.testing.assert_allclose(together.scores[place], alone.scores[0], atol=2e-3)
        assert together.likeness[place] == pytest.approx(alone.likeness[0], abs=1e-5)
        assert together.nearness[place] == pytest.approx(alone.nearness[0], abs=1e-4)


@pytest.mark.parametrize("count", [80, MANY_EXAMPLES + 10])
def test_a_model_gets_the_examples_right_that_it_was_not_taught(count):
    corpus = Corpus(texts(count))
    taught, out = np.arange(20, len(corpus)), np.arange(20)
    scorer = Scorer()
    scorer.learn(corpus, taught, 0)
    best = scorer.look_at(corpus, taught, out).scores.argmax(axis=1).tolist()
    assert [scorer.labels[i] for i in best] == [corpus.examples[i].label for i in out.tolist()]


def test_a_word_of_a_text_held_out_is_unknown_where_no_other_text_has_it():
    corpus = Corpus([TextExample((word,), "one") for word in ("hello", "hello", "zyxwv", "good")])
    taught, out = np.array([0, 3]), np.array([1, 2])
    np.testing.assert_allclose(corpus.evidence(out, corpus.known_to(taught)), [1.0, 0.0])


def test_nearness_is_measured_by_what_is_usual_between_examples():
    random = np.random.default_rng(3)
    vectors = np.array([unit(random.standard_normal(6) * 0.1 + np.eye(6)[0]) for _ in range(30)])
    near = Neighbours()
    corpus = Corpus([TextExample(("text",), "one", vector=vector) for vector in vectors])
    near.learn(corpus, np.arange(30), np.zeros(30, dtype=np.int32), 0)
    own, foreign = near.nearness(np.array([unit(np.eye(6)[0]), unit(np.eye(6)[3])]))
    assert own > -1.0
    assert foreign == -4.0
    again = Neighbours()
    again.load(near.state())
    np.testing.assert_allclose(again.nearness(vectors), near.nearness(vectors), atol=1e-6)


def test_a_model_of_an_earlier_version_is_told():
    made = TextClassifier()
    made.train(texts(40), 0)
    state = made.state()
    del state["format"]
    with pytest.raises(ModelError, match=r"has format None.*causerie train --force"):
        TextClassifier().load(state)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Où êtes-vous", "ou etes-vous"),
        ("mañana às 18h", "manana as 0h"),
        ("ĐẶT phòng", "đat phong"),
        ("мой ёж", "мой ёж"),
        ("がぎ 가", "がぎ 가"),
        ("हिन्दी", "हिन्दी"),
    ],
)
def test_latin_letters_lose_their_accents_and_others_stay(written, read):
    assert normalise(written.split()) == read.split()


def test_characters_count_for_more_where_no_vectors_tell_what_is_alike():
    words = [("red", "light"), ("blue", "light")]
    alone = Corpus([TextExample(said, said[0]) for said in words])
    beside = Corpus([TextExample(said, said[0], vector=unit(np.ones(3))) for said in words])
    for corpus, length in ((alone, 1.5), (beside, 1.0)):
        known = corpus.known_to(np.arange(2))
        row = corpus.scaled(np.array([0]), known).toarray()[0]
        assert np.linalg.norm(row[corpus.is_word]) == pytest.approx(1.0)
        assert np.linalg.norm(row[~corpus.is_word]) == pytest.approx(length)
        again = Ngrams()
        again.load(corpus.ngrams.state())
        read = again.read(["red", "light"]).row
        np.testing.assert_allclose(row[read.indices], read.values, rtol=1e-5)


def test_weights_are_stored_as_bytes_whatever_their_number():
    weights = np.random.default_rng(4).normal(size=(2 * PACKED_AT_ONCE + 7, 3)).astype(np.float32)
    weights[:, 1] = -np.abs(weights[:, 1])
    weights[:, 2] = 0
    values, scales = packed(weights)
    assert np.abs(values).max(axis=0).tolist() == [127, 127, 0]
    np.testing.assert_allclose(unpacked(values, scales), weights, atol=float(scales.max()) * 0.51)


def test_a_label_with_many_examples_does_not_drown_one_with_few():
    many = [TextExample(("book", WORDS[i % 12], WORDS[i % 7]), "many") for i in range(84)]
    few = [TextExample(("book", "table", "four"), "few"), TextExample(("table", "tonight"), "few")]
    model = TextClassifier()
    model.train([*many, *few], 0)
    scores = model.scorer.look(["book", "for", "tonight"]).scores[0]
    assert model.labels[int(scores.argmax())] == "few"
