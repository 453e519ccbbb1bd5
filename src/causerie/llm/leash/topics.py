"""Topics that the project does not talk about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from causerie.errors import Place, Problem, ProjectError
from causerie.llm.leash.letters import fold, visible

ANY = "*"  # words for every language


@dataclass(frozen=True, slots=True)
class Topic:
    """``words`` (or phrases) and ``patterns`` (regular expressions on folded text) by language.

    ``response`` is said instead; ``inflected``: words count with other endings, too.
    """

    name: str
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    patterns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    response: str = ""
    inflected: bool = False
    place: Place = Place()


@dataclass(frozen=True, slots=True)
class Topics:
    """Compiled: a topic, the language its pattern is for, the pattern."""

    patterns: tuple[tuple[Topic, str, re.Pattern[str]], ...] = ()


def compiled(topics: Iterable[Topic]) -> Topics:
    """Raises ProjectError with all patterns that are broken, and topics without any words."""
    found: list[tuple[Topic, str, re.Pattern[str]]] = []
    problems: list[Problem] = []
    for topic in topics:
        if not any(topic.words.values()) and not any(topic.patterns.values()):
            message = f"The refused topic '{topic.name}' has no words and no patterns."
            problems.append(Problem(message, topic.place, advice="Add 'words' or 'patterns' for a language."))
        for language, words in topic.words.items():
            if any(_written(word) for word in words):
                found.append((topic, language, _of_words(words, topic.inflected)))
        for language, patterns in topic.patterns.items():
            for pattern in patterns:
                try:
                    found.append((topic, language, re.compile(pattern, re.IGNORECASE)))
                except re.error as error:
                    message = f"A pattern of the refused topic '{topic.name}' is broken: {error}."
                    advice = "Mend it, or put the words under 'words' instead."
                    problems.append(Problem(message, topic.place, "a regular expression", pattern, advice))
    if problems:
        raise ProjectError(problems)
    return Topics(tuple(found))


def topic_of(text: str, topics: Topics, language: str) -> Topic | None:
    """The first topic that ``text`` touches; languages are compared by their first part ("fr-CA" is "fr")."""
    folded = " ".join(re.sub("[’‘`]", "'", fold(visible(text))).split())
    spoken = language.lower().replace("_", "-").partition("-")[0]
    for topic, of, pattern in topics.patterns:
        if of in (ANY, language, spoken) and pattern.search(folded):
            return topic
    return None


def _of_words(words: tuple[str, ...], inflected: bool) -> re.Pattern[str]:
    end = r"\w*" if inflected else r"(?!\w)"
    alike = "|".join(
        r"[\s-]+".join(map(re.escape, _written(word).split())) for word in words if _written(word)
    )
    return re.compile(rf"(?<!\w)(?:{alike}){end}")


def _written(word: str) -> str:
    return " ".join(re.sub("[’‘`]", "'", fold(visible(word))).split())
