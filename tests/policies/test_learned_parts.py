"""Side exchanges, exceptions and the linear model, each by itself."""

from __future__ import annotations

import numpy as np

from causerie.dialogue.events import ActionExecuted
from causerie.dialogue.tracker import Tracker
from causerie.policies.learned import LearnedPolicy
from causerie.policies.learning.examples import Example
from causerie.policies.learning.model import LinearModel
from causerie.policies.learning.side_exchanges import find_exchanges, without_exchanges
from causerie.policies.learning.support_vectors import fit
from causerie.training_data.unfolding import unfold

from .learning_from import project, trained

LISTENED = "^"


def test_what_is_answered_alike_after_three_different_actions_is_a_side_exchange() -> None:
    stories = [
        [LISTENED, ">hours", "utter_hours"],
        [LISTENED, ">greet", "utter_greet", ">hours", "utter_hours", ">yes", "utter_a"],
        [LISTENED, ">greet", "utter_ask", ">hours", "utter_hours", ">yes", "utter_b"],
    ]
    assert find_exchanges(stories, ()) == {">hours": "utter_hours"}
    assert find_exchanges(stories[:2], ()) == {}
    assert find_exchanges(stories, ("utter_hours",)) == {}


def test_an_answer_that_begins_a_task_is_no_side_exchange() -> None:
    stories = [[LISTENED, ">x", f"utter_{n}", ">book", "action_search", "utter_found"] for n in range(4)]
    assert ">book" not in find_exchanges(stories, ())


def test_only_side_exchanges_that_are_over_are_taken_out() -> None:
    exchanges = {">hours": "utter_hours"}
    over = [LISTENED, ">book", "utter_ask", ">hours", "utter_hours", ">day"]
    assert without_exchanges(over, exchanges) == [LISTENED, ">book", "utter_ask", ">day"]
    assert without_exchanges(over[:-1], exchanges) == over[:-1]
    other = [LISTENED, ">hours", "utter_other", ">day"]
    assert without_exchanges(other, exchanges) == other


def test_what_was_said_long_ago_is_known_by_heart() -> None:
    chat = "".join(f"  - {{intent: {i}}}\n  - {{action: utter_{i}}}\n" for i in ("greet", "bye") * 5)
    of = project(
        "stories:\n"
        + "".join(
            f"- story: {first}\n  steps:\n  - {{intent: {first}}}\n{chat}  - {{intent: affirm}}\n"
            f"  - {{action: {last}}}\n"
            for first, last in (("book", "utter_booked"), ("cancel", "utter_cancelled"))
        )
    )
    policy = trained(LearnedPolicy({}), of)
    assert policy.exceptions
    for line in unfold(of.stories, of.domain):
        running = Tracker(line.name, of.domain.slots)
        for event in line.events:
            if isinstance(event, ActionExecuted):
                assert policy.predict(running, of.domain).best == event.name
            running.update(event)


def test_the_support_vectors_are_those_of_liblinear() -> None:
    from sklearn.svm import LinearSVC

    random = np.random.default_rng(0)
    matrix = (random.random((60, 12)) < 0.3).astype(np.float32)
    matrix[:, 0] = 1
    labels = (matrix[:, 1] + 2 * matrix[:, 2]).astype(int)
    signs = np.where(labels[:, None] == np.arange(4), 1.0, -1.0).astype(np.float32)
    rows = [(np.flatnonzero(row).astype(np.int32), row[row > 0]) for row in matrix]
    ours = fit(rows, 12, signs, np.full(60, 0.5, dtype=np.float32), seed=0)
    theirs = LinearSVC(C=0.5, fit_intercept=False, tol=1e-6, max_iter=100_000).fit(matrix, labels)
    assert np.abs(ours.T - theirs.coef_).max() < 0.05


def test_equal_columns_share_a_row_and_change_nothing() -> None:
    examples = [
        Example(("always", "a", "a too"), ("x",)),
        Example(("always", "b"), ("y",)),
        Example(("always",), ("z",)),
    ]
    model = LinearModel()
    model.train(examples, c=10.0, seed=0)
    assert model.rows["a"] == model.rows["a too"]
    assert [model.labels[int(np.argmax(model.margins(e.names)))] for e in examples] == ["x", "y", "z"]


def test_a_form_that_asks_again_belongs_to_the_side_exchange() -> None:
    asked = [LISTENED, ">book", "book_form", ">hours", "utter_hours", "book_form", ">day"]
    stories = [[LISTENED, ">hours", "utter_hours"], asked, [LISTENED, "utter_ask", *asked[3:5]]]
    exchanges = find_exchanges(stories, ("book_form",))
    assert exchanges == {">hours": "utter_hours"}
    assert without_exchanges(asked, exchanges) == [LISTENED, ">book", "book_form", ">day"]
    started = [LISTENED, ">greet", "utter_greet", ">hours", "utter_hours", "book_form", ">day"]
    assert without_exchanges(started, exchanges) == started


def test_a_question_that_begins_a_task_is_no_side_exchange() -> None:
    def story(asked: str, wish: str, then: str) -> list[str]:
        return [LISTENED, ">greet", asked, f">{wish}", f"utter_{wish}", then, "utter_done", then]

    elsewhere = [[LISTENED, ">greet", f"utter_{n}", f">say_{n}", "utter_done", f">say_{n}"] for n in range(4)]
    tasks = [story(f"utter_{n}", "reset", ">yes") for n in range(4)]
    chats = [story(f"utter_{n}", "hours", f">say_{n}") for n in range(4)]
    assert find_exchanges([*elsewhere, *tasks, *chats], ()) == {">hours": "utter_hours"}
