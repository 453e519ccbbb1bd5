"""English or French, message by message."""

import pytest

from actions.language import asked_language, detect_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("hello", "en"),
        ("bonjour", "fr"),
        ("vs avez une piscine", "fr"),
        ("do you have a pool", "en"),
        ("c'est combien la double ?", "fr"),
        ("whats the cheapest room", "en"),
        ("je voudrais reserver", "fr"),
        ("i'd like to book", "en"),
        ("d'accord", "fr"),
        ("12345", None),
        ("double", None),
    ],
)
def test_first_message(text: str, language: str | None) -> None:
    assert detect_language(text) == language


@pytest.mark.parametrize(
    ("text", "before"),
    [
        ("Amélie Poulain", "en"),
        ("2", "fr"),
        ("/affirm", "fr"),
        ("ok", "fr"),
        ("double", "fr"),
        ("claire@b.fr", "en"),
    ],
)
def test_the_language_stays_when_the_text_tells_nothing(text: str, before: str) -> None:
    assert detect_language(text, before) == before


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        ("oui", "en", "fr"),
        ("yes please", "fr", "en"),
        ("vous avez le wifi ?", "en", "fr"),
        ("is there a beach nearby", "fr", "en"),
        ("du 3 au 5 mai", "en", "fr"),
        ("merci", "en", "fr"),
    ],
)
def test_guests_may_switch(text: str, before: str, after: str) -> None:
    assert detect_language(text, before) == after


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("in French please", "fr"),
        ("en français svp", "fr"),
        ("passez en anglais", "en"),
        ("English", "en"),
        ("?", None),
    ],
)
def test_a_language_asked_for_by_name(text: str, language: str | None) -> None:
    assert asked_language(text) == language
