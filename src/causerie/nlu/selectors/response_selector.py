"""Which response answers a message of a retrieval intent (``faq/hours``)."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any, ClassVar

from causerie.domain.names import UTTER_PREFIX
from causerie.nlu.changes import Changes
from causerie.nlu.classifiers.idle_keys import NEURAL_KEYS
from causerie.nlu.classifiers.ranking import rank
from causerie.nlu.encoders.meaning import Meaning
from causerie.nlu.linear.adjusting import adjusted
from causerie.nlu.linear.text_classifier import TextClassifier, TextExample
from causerie.nlu.message import IntentScore, Message, words_of
from causerie.ports import TrainingContext
from causerie.training_data.examples import RETRIEVAL_SEPARATOR

logger = logging.getLogger(__name__)

ALL = "default"


class ResponseSelector:
    """Learns the full names (``faq/hours``) of one ``retrieval_intent``, or of all.

    With ``use_text_as_label`` the words of the responses teach too.
    """

    defaults: ClassVar[dict[str, Any]] = {
        "retrieval_intent": None,
        "use_text_as_label": False,
        "ranking_length": 10,
        "renormalize_confidences": False,
        "random_seed": None,
        "static_vectors": True,
    }
    without_effect: ClassVar[frozenset[str]] = NEURAL_KEYS
    kind: ClassVar[str] = "selector"
    reads: ClassVar[tuple[str, ...]] = ("texts", "intents", "responses")
    needs: ClassVar[tuple[str, ...]] = ("tokenizer",)

    def __init__(self, config: dict[str, Any]) -> None:
        self.config = config
        self.meaning = Meaning()
        self.classifier = TextClassifier()
        self.retrieval_intents: list[str] = []
        self.responses: dict[str, list[dict[str, Any]]] = {}

    def train(self, messages: Sequence[Message], context: TrainingContext) -> None:
        self.retrieval_intents = sorted(context.data.retrieval_intents)
        self.responses = retrieval_responses(context)
        self.meaning.learn(context.language, bool(self.config["static_vectors"]))
        examples = self.examples(messages)
        if not examples:
            wanted = self.config["retrieval_intent"]
            # One that was asked for by name is a mistake; the default pipeline has one just in case.
            level = logging.WARNING if wanted else logging.INFO
            logger.log(
                level,
                "ResponseSelector has nothing to learn: no example has %s.",
                f"an intent '{wanted}/…'" if wanted else "a retrieval intent, such as 'faq/hours'",
            )
            return
        seed = context.seed if self.config["random_seed"] is None else int(self.config["random_seed"])
        hints = self.response_hints(examples) if self.config["use_text_as_label"] else []
        self.classifier.train([*examples, *hints], seed, self.meaning.table)

    def adjusted(self, changes: Changes, context: TrainingContext) -> ResponseSelector:
        """Knows a few changed examples, and the responses as they are now."""
        found = ResponseSelector(self.config)
        found.retrieval_intents = sorted(context.data.retrieval_intents)
        found.responses = retrieval_responses(context)
        found.meaning, found.classifier = self.meaning, self.classifier
        gone, new = self.examples(changes.gone), self.examples(changes.new)
        if self.classifier.labels and (gone or new):
            found.classifier = adjusted(self.classifier, gone, new)
        return found

    def examples(self, messages: Sequence[Message]) -> list[TextExample]:
        wanted = self.config["retrieval_intent"]
        return [
            TextExample(tuple(words_of(message)), example.intent, vector=self.meaning.of(message))
            for message in messages
            if (example := message.example) and example.intent and example.response_key and message.text
            if wanted is None or example.main_intent == wanted
        ]

    def response_hints(self, examples: Sequence[TextExample]) -> list[TextExample]:
        names = dict.fromkeys(example.label for example in examples)
        return [
            TextExample(words, name, True, self.meaning.of_words(words, like=examples[0].vector))
            for name in names
            for response in self.responses.get(UTTER_PREFIX + name, ())
            if (words := tuple((response.get("text") or "").split()))
        ]

    def process(self, message: Message) -> None:
        key = self.config["retrieval_intent"] or ALL
        selected = dict(message.response_selector)
        selected["all_retrieval_intents"] = self.retrieval_intents
        selected[key] = self.selection(self.rank_responses(message))
        message.response_selector = selected

    def rank_responses(self, message: Message) -> list[IntentScore]:
        words = list(words_of(message))
        if not words or not self.classifier.labels:
            return []
        return rank(
            self.classifier.labels,
            self.classifier.probabilities(words, self.meaning.of(message)),
            int(self.config["ranking_length"]),
            bool(self.config["renormalize_confidences"]),
        )

    def selection(self, ranking: Sequence[IntentScore]) -> dict[str, Any]:
        """The JSON under the selector's key."""
        best = ranking[0] if ranking else IntentScore(None, 0.0)
        responses = self.responses.get(f"{UTTER_PREFIX}{best.name}")
        if best.name and not responses:
            responses = [{"text": best.name}]
        return {
            "response": {
                "responses": responses,
                "confidence": best.confidence,
                "intent_response_key": best.name,
                "utter_action": f"{UTTER_PREFIX}{best.name}",
            },
            "ranking": [
                {"confidence": score.confidence, "intent_response_key": score.name} for score in ranking
            ],
        }

    def state(self) -> dict[str, Any]:
        return {
            "retrieval_intents": self.retrieval_intents,
            "responses": self.responses,
            "classifier": self.classifier.state(),
            "meaning": self.meaning.state(),
        }

    def load(self, state: dict[str, Any]) -> None:
        self.retrieval_intents = list(state["retrieval_intents"])
        self.responses = dict(state["responses"])
        self.meaning.load(state["meaning"])
        self.classifier.load(state["classifier"], self.meaning.table)


def retrieval_responses(context: TrainingContext) -> dict[str, list[dict[str, Any]]]:
    """``utter_faq/hours`` → its variations as written, from the training data and the domain."""
    found = {**context.domain.responses, **context.data.responses}
    return {
        name: [dict(variation.fields) for variation in variations]
        for name, variations in found.items()
        if RETRIEVAL_SEPARATOR in name
    }
