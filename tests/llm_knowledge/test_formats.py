"""Plain text, HTML and PDF give the same kind of passages."""

from __future__ import annotations

import sys

import pytest

from causerie.files.problems import Problems
from causerie.llm.knowledge.reading import language_of_name

from .pdf_files import pdf_of

PAGE = """<!doctype html><html lang="fr-CA"><head><title>No</title><style>p{}</style></head><body>
<nav><a href=x>Menu</a></nav><script>alert("no")</script>
<h1>Maison &amp; jardin</h1><p>Ouvert <b>tous</b> les&nbsp;jours.<p>Sans fin
<h2>Tarifs</h2><table><tr><th>chambre<th>prix</tr><tr><td>simple</td><td>68 &euro;</td></tr>
<tr><td>double<td>92 &euro;</table><ul><li>un<li>deux <ul><li>dedans</ul></ul><footer>Bas de page</footer>"""


def test_html_is_read_by_its_headings_without_scripts(write, read) -> None:
    write("page.html", PAGE)
    first, second = read()
    assert first.text == "Ouvert tous les jours.\nSans fin"
    assert first.headings == ("Maison & jardin",)
    assert second.headings == ("Maison & jardin", "Tarifs")
    assert second.text == "- simple: prix 68 €\n- double: prix 92 €\n- un\n- deux\n- dedans\nBas de page"
    assert {first.language, second.language} == {"fr"}
    assert second.line == 4


def test_plain_text_has_paragraphs_and_items(write, read) -> None:
    write("notes.txt", "The bar is\nopen.\n\nBring:\n- a towel\n  and soap\n* a hat\n2) shoes\n")
    assert read()[0].text == "The bar is open.\nBring:\n- a towel and soap\n- a hat\n- shoes"


def test_a_pdf_is_read_page_by_page(write, read, problems: Problems) -> None:
    write("menu.pdf", pdf_of(["The soup of the day is 6 euros.", "We are closed\non Mondays."]))
    first, second = read()
    assert (first.id, first.headings, first.line) == ("menu.pdf#page-1-1", ("page 1",), 1)
    assert first.text == "The soup of the day is 6 euros."
    assert second.text == "We are closed on Mondays."
    assert not list(problems)


def test_a_missing_pypdf_is_told_with_what_to_install(write, read, problems: Problems, monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdf", None)
    write("menu.pdf", pdf_of(["Soup."]))
    assert read() == []
    (problem,) = problems
    assert "pip install 'causerie[knowledge]'" in problem.advice


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("handbook.fr.md", "fr"),
        ("fr/handbook.md", "fr"),
        ("guests/en-GB/a.b.html", "en"),
        ("fr/handbook.en.md", "en"),
        ("handbook.md", None),
        ("a.v2.md", None),
    ],
)
def test_a_file_name_may_tell_the_language(name: str, language: str | None) -> None:
    assert language_of_name(name) == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The pool is open from May to September and it is free for guests.", "en"),
        ("La piscine est ouverte de mai à septembre et elle est gratuite pour les clients.", "fr"),
        ("Das Schwimmbad ist von Mai bis September geöffnet und für Gäste kostenlos.", "de"),
        ("La piscina está abierta de mayo a septiembre y es gratis para los huéspedes.", "es"),
        ("La piscina è aperta da maggio a settembre ed è gratuita per gli ospiti.", "it"),
        ("Het zwembad is open van mei tot september en is gratis voor onze gasten.", "nl"),
        ("1234 5678", None),
    ],
)
def test_the_words_may_tell_the_language(write, read, text: str, language: str | None) -> None:
    write("page.md", text)
    assert read()[0].language == language
