"""The hotel's own pages answer what guests ask.

Sought are 85 % first, 95 % among three, 90 % of the unanswerable declined, and 95 % of the others not. The floors
are what was counted once: 52, 58 and 60 of 60, 18 of 20.
"""

from __future__ import annotations

import pytest

from benchmarks.knowledge.questions import HELD, Marks, hotel_knowledge, mark, read_questions


@pytest.fixture(scope="module")
def marks() -> Marks:
    return mark(hotel_knowledge(), read_questions(HELD))


def test_the_right_passage_comes_first(marks: Marks) -> None:
    assert marks.first >= 0.86 * marks.answerable


def test_it_is_among_the_first_three(marks: Marks) -> None:
    assert marks.among_three >= 0.96 * marks.answerable


def test_what_the_hotel_does_not_say_is_declined(marks: Marks) -> None:
    assert marks.declined >= 0.90 * marks.unanswerable


def test_what_it_says_is_seldom_declined(marks: Marks) -> None:
    assert marks.kept >= 0.98 * marks.answerable
