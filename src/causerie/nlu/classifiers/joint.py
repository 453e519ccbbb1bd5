"""Intents and entities together: what serves the name ``DIETClassifier``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, ClassVar

from causerie.nlu.changes import Changes
from causerie.nlu.classifiers.idle_keys import NEURAL_KEYS
from causerie.nlu.classifiers.ranking import rank
from causerie.nlu.encoders.meaning import Meaning
from causerie.nlu.linear.adjusting import adjusted
from causerie.nlu.linear.explanation import explain
from causerie.nlu.linear.text_classifier import TextClassifier, TextExample
from causerie.nlu.message import IntentScore, Message, words_of
from causerie.nlu.tagging.tagger import EntityTagger, TaggerOptions
from causerie.ports import TrainingContext

NAME = "DIETClassifier"
NAME_PARTS = re.compile(r"[\W_]+")


class DIETClassifier:
    """A linear classifier over n-grams and meaning for intents, a CRF over tokens for entities.

    It reads text and tokens itself and needs no featurizer. Dense features are used where there are
    any; for English a table of word vectors comes with the package (``static_vectors``). Patterns
    that a RegexFeaturizer found help with entities.
    """

    defaults: ClassVar[dict[str, Any]] = {
        "intent_classification": True,
        "entity_recognition": True,
        "BILOU_flag": True,
        "ranking_length": 10,
        "renormalize_confidences": False,
        "split_entities_by_comma": True,
        "random_seed": None,
        "static_vectors": True,
    }
    without_effect: ClassVar[frozenset[str]] = NEURAL_KEYS
    kind: ClassVar[str] = "classifier"
    reads: ClassVar[tuple[str, ...]] = ("texts", "intents", "entities")
    needs: ClassVar[tuple[str, ...]] = ("tokenizer",)

    def __init__(self, config: dict[str, Any]) -> None:
        self.config = config
        self.meaning = Meaning()
        self.intents = TextClassifier()
        self.tagger = EntityTagger(
            TaggerOptions(NAME, bool(config["BILOU_flag"]), config["split_entities_by_comma"])
        )

    def train(self, messages: Sequence[Message], context: TrainingContext) -> None:
        seed = context.seed if self.config["random_seed"] is None else int(self.config["random_seed"])
        guessed: dict[int, str] = {}
        if self.config["intent_classification"]:
            labelled = [message for message in messages if message.label and message.text]
            self.meaning.learn(context.language, bool(self.config["static_vectors"]))
            if labelled:
                predicted = self.intents.train(self._taught(labelled), seed, self.meaning.table)
                guessed = {id(m): intent for m, intent in zip(labelled, predicted, strict=False)}
        if self.config["entity_recognition"]:
            self.tagger.train([(m, guessed.get(id(m))) for m in messages])

    def _taught(self, labelled: Sequence[Message]) -> list[TextExample]:
        examples = text_examples(labelled, self.meaning)
        return [*examples, *name_hints(examples, self.meaning)]

    def adjusted(self, changes: Changes, context: TrainingContext) -> DIETClassifier:
        """Knows a few changed examples at once; words of entities are known, their context is learnt later."""
        found = DIETClassifier(self.config)
        found.meaning, found.intents = self.meaning, self.intents
        if self.intents.labels:
            gone, new = (text_examples(some, self.meaning) for some in (changes.gone, changes.new))
            unheard = [example for example in new if example.label not in self.intents.labels]
            found.intents = adjusted(self.intents, gone, [*new, *name_hints(unheard, self.meaning)])
        found.tagger = self.tagger.with_values_of(changes.new)
        return found

    def process(self, message: Message) -> None:
        if self.config["intent_classification"]:
            message.ranking = self.rank_intents(message)
            message.intent = message.ranking[0] if message.ranking else IntentScore(None, 0.0)
        if self.config["entity_recognition"]:
            intent = message.intent.name if message.intent else None
            message.entities = [*message.entities, *self.tagger.find(message, intent)]

    def rank_intents(self, message: Message) -> list[IntentScore]:
        words = list(words_of(message))
        if not words or not self.intents.labels:
            return []
        probabilities = self.intents.probabilities(words, self.meaning.of(message))
        return rank(
            self.intents.labels,
            probabilities,
            int(self.config["ranking_length"]),
            bool(self.config["renormalize_confidences"]),
        )

    def findings(self) -> dict[str, Any]:
        """What the training just done found out about the examples; empty for a model that was loaded."""
        return self.intents.findings

    def explain(self, message: Message) -> dict[str, Any]:
        """Empty for a message that was not classified."""
        words = list(words_of(message))
        if not words or not self.intents.labels or message.tokens is None:
            return {}
        return explain(self.intents.scorer, words, self.meaning.of(message))

    def state(self) -> dict[str, Any]:
        return {
            "intents": self.intents.state(),
            "meaning": self.meaning.state(),
            "tagger": self.tagger.state(),
        }

    def load(self, state: dict[str, Any]) -> None:
        self.meaning.load(state["meaning"])
        self.intents.load(state["intents"], self.meaning.table)
        self.tagger.load(state["tagger"])


def text_examples(messages: Sequence[Message], meaning: Meaning) -> list[TextExample]:
    """Those of the messages that have a text and an intent."""
    return [
        TextExample(tuple(words_of(m)), m.label, vector=meaning.of(m), part=part_of(m))
        for m in messages
        if m.label and m.text
    ]


def part_of(message: Message) -> str:
    """``faq/hours`` for an example of a retrieval intent, else nothing."""
    example = message.example
    return example.intent if example and example.intent and example.response_key else ""


def name_hints(examples: Sequence[TextExample], meaning: Meaning) -> list[TextExample]:
    """The words of an intent's name hint at what is said: ``ask_price`` → "ask price"."""
    kinds = dict.fromkeys((example.label, example.part) for example in examples)
    return [
        TextExample(words, label, True, meaning.of_words(words, like=examples[0].vector), part)
        for label, part in kinds
        if (words := tuple(word for word in NAME_PARTS.split(part or label) if word))
    ]
