"""Long texts are cut where a reader would pause, and nothing is lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from causerie.channels.rendering.splitting import split_text, utf8_bytes, utf16_units


def test_a_short_text_stays_whole() -> None:
    assert split_text("Hello there.", 100) == ["Hello there."]


def test_a_text_is_cut_at_sentences() -> None:
    text = "First sentence. Second one! A third?"
    assert split_text(text, 28) == ["First sentence. Second one!", "A third?"]


def test_lines_are_better_than_sentences() -> None:
    assert split_text("One. Two.\nThree. Four. Five.", 22) == ["One. Two.", "Three. Four. Five."]


def test_a_sentence_that_is_too_long_is_cut_between_words() -> None:
    assert split_text("one two three four five", 14) == ["one two three", "four five"]


def test_a_word_that_is_too_long_is_cut_anyhow() -> None:
    assert split_text("x" * 25, 10) == ["x" * 10, "x" * 10, "x" * 5]


def test_a_sign_of_several_code_points_stays_together() -> None:
    family = "👨\u200d👩\u200d👧"
    assert all(not piece.startswith("\u200d") for piece in split_text("a" * 8 + family, 10))


def test_bytes_and_utf16_units_are_counted_where_platforms_do() -> None:
    assert max(utf8_bytes(piece) for piece in split_text("é" * 100, 50, utf8_bytes)) <= 50
    assert max(utf16_units(piece) for piece in split_text("🥞" * 100, 50, utf16_units)) <= 50


@given(st.text(max_size=300), st.integers(4, 60))
def test_all_words_survive(text: str, limit: int) -> None:
    pieces = split_text(text, limit)
    assert "".join("".join(pieces).split()) == "".join(text.split())
    assert all(len(piece) <= limit for piece in pieces)
