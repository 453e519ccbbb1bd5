from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from causerie.domain import Domain, Entity, Intent
from causerie.nlu import Pipeline
from causerie.training_data import EntityAnnotation, Example, NluData


@dataclass(frozen=True)
class Entry:
    """As ``files.config.ComponentConfig``."""

    name: str
    options: dict[str, Any] = field(default_factory=dict)


def annotated(text: str, intent: str | None = None, *spans: tuple[str, str]) -> Example:
    """``annotated("fly to rome", "travel", ("rome", "city"))``"""
    found = []
    for said, entity in spans:
        start = text.index(said)
        found.append(EntityAnnotation(start, start + len(said), entity, said))
    return Example(text, intent, tuple(found))


def said(**texts: list[str]) -> tuple[Example, ...]:
    """``said(greet=["hello"])``; two underscores stand for the slash of a retrieval intent."""
    return tuple(
        Example(text, intent.replace("__", "/")) for intent, listed in texts.items() for text in listed
    )


def domain_of(intents: list[str], entities: list[str] = []) -> Domain:  # noqa: B006
    return Domain(
        intents={name: Intent(name) for name in intents}, entities={name: Entity(name) for name in entities}
    )


@pytest.fixture
def train() -> Callable[..., Pipeline]:
    """Train ``names`` (names, or entries with options) on ``data``."""

    def make(names: list[str | Entry], data: NluData, domain: Domain | None = None, **more: Any) -> Pipeline:
        entries = [Entry(name) if isinstance(name, str) else name for name in names]
        return Pipeline.train(entries, data, domain, **more)

    return make


MOODBOT = said(
    greet=["hey", "hello", "hi", "hello there", "good morning", "good evening", "hey there", "let's go"],
    goodbye=[
        "cu",
        "good by",
        "cee you later",
        "good night",
        "bye",
        "goodbye",
        "have a nice day",
        "see you around",
    ],
    affirm=["yes", "y", "indeed", "of course", "that sounds good", "correct"],
    deny=["no", "n", "never", "I don't think so", "don't like that", "no way", "not really"],
    mood_great=["perfect", "great", "amazing", "feeling like a king", "wonderful", "I am feeling very good"],
    mood_unhappy=[
        "my day was horrible",
        "I am sad",
        "I don't feel very well",
        "I am disappointed",
        "super sad",
    ],
    bot_challenge=[
        "are you a bot?",
        "are you a human?",
        "am I talking to a bot?",
        "am I talking to a human?",
    ],
)
DEFAULT_PIPELINE: list[str | Entry] = [
    "WhitespaceTokenizer",
    "RegexFeaturizer",
    "LexicalSyntacticFeaturizer",
    "CountVectorsFeaturizer",
    Entry("CountVectorsFeaturizer", {"analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4}),
    Entry("DIETClassifier", {"epochs": 100, "constrain_similarities": True}),
    "EntitySynonymMapper",
    Entry("ResponseSelector", {"epochs": 100}),
    Entry("FallbackClassifier", {"threshold": 0.3, "ambiguity_threshold": 0.1}),
]
