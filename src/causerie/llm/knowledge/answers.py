"""The project's own answers to frequent questions as knowledge: responses of retrieval intents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from causerie.domain import Domain
from causerie.domain.responses import Variation
from causerie.llm.knowledge.languages import guess_language
from causerie.llm.knowledge.outline import clean
from causerie.llm.knowledge.passage import ANSWERS, Passage
from causerie.training_data import NluData

UTTER = "utter_"
LANGUAGE_SLOTS = ("language", "lang", "locale", "langue")


def passages_of_answers(
    nlu: NluData, domain: Domain, intents: Sequence[str] | None = None, language: str | None = None
) -> list[Passage]:
    """A passage for each answer in each language, such as ``utter_faq/parking#fr-1``.

    Its example questions are searched and not shown. ``intents`` limits them to some retrieval intents
    (``("faq",)``); ``language`` is that of an answer whose language can't be told.
    """
    responses = {**domain.responses, **nlu.responses}
    questions = _questions(nlu)
    chosen = nlu.retrieval_intents if intents is None else frozenset(intents)
    found: list[Passage] = []
    for name in sorted(responses):
        intent, _, key = name.removeprefix(UTTER).partition("/")
        if key and name.startswith(UTTER) and intent in chosen:
            asked = questions.get(f"{intent}/{key}", [])
            found.extend(_passages(name, responses[name], asked, language))
    return found


def _questions(nlu: NluData) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for example in nlu.examples:
        if example.intent and example.response_key:
            found.setdefault(example.intent, []).append(clean(example.text))
    return found


def _passages(
    name: str, variations: Sequence[Variation], asked: Sequence[str], default: str | None
) -> Iterator[Passage]:
    """A variation each, but those that say the same once; a question goes with answers of its language."""
    said: dict[str, str | None] = {}
    for variation in variations:
        text = clean(variation.text or "")
        if text and "{" not in text:  # a template is nothing to quote
            said.setdefault(text, language_of(variation, text) or default)
    languages = set(said.values())
    guesses = {question: guess_language(question) for question in asked}
    for number, (text, language) in enumerate(said.items(), start=1):
        yield Passage(
            id=f"{name}#{language}-{number}" if language else f"{name}#{number}",
            source=ANSWERS,
            headings=(name.partition("/")[2].replace("_", " "),),
            text=text,
            language=language,
            asked=tuple(
                question for question, guess in guesses.items() if guess == language or guess not in languages
            ),
        )


def language_of(variation: Variation, text: str) -> str | None:
    """Said by the variation, by a condition on the slot of the language, or guessed."""
    if variation.language:
        return variation.language.split("-")[0].lower()
    for condition in variation.conditions:
        if condition.name in LANGUAGE_SLOTS and isinstance(condition.value, str):
            return condition.value.split("-")[0].lower()
    return guess_language(text)
