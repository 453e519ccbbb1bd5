"""Words that stand for each other in a question: everyday ones of a language, and the project's own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from causerie.llm.knowledge.words import folded_words

EVERYDAY = Path(__file__).with_name("everyday")

Phrase = tuple[str, ...]
Groups = Mapping[Phrase, tuple[Phrase, ...]]


@cache
def everyday(language: str | None) -> Groups:
    """The groups of ``everyday/<language>.txt``; none for a language without such a file."""
    file = EVERYDAY / f"{language}.txt"
    if language not in ("en", "fr") or not file.is_file():
        return {}
    lines = file.read_text(encoding="utf-8").splitlines()
    return together(line.split() for line in lines if line and not line.startswith("#"))


def of_project(synonyms: Mapping[str, str]) -> Groups:
    """``synonyms``: as said → what it stands for. A question's ``cab`` looks for ``taxi`` too, not the reverse."""
    found: dict[Phrase, set[Phrase]] = {}
    for said, value in synonyms.items():
        phrase, other = tuple(folded_words(said)), tuple(folded_words(value))
        if phrase and other and phrase != other:
            found.setdefault(phrase, set()).add(other)
    return _sorted(found)


def together(groups: Iterable[Iterable[str]]) -> Groups:
    """All of a group stand for each other."""
    found: dict[Phrase, set[Phrase]] = {}
    for group in groups:
        phrases = {tuple(folded_words(phrase.replace("_", " "))) for phrase in group}
        for phrase in phrases:
            found.setdefault(phrase, set()).update(phrases - {phrase})
    return _sorted(found)


def _sorted(found: Mapping[Phrase, set[Phrase]]) -> Groups:
    return {phrase: tuple(sorted(others)) for phrase, others in sorted(found.items()) if others}
