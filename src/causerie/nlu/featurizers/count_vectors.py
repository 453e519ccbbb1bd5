"""How often each n-gram of words or characters occurs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any, ClassVar

from causerie.errors import ComponentError
from causerie.nlu.features import Features, Row
from causerie.nlu.featurizers.vocabulary import ANALYZERS, STRIPPERS, Limits, learn_vocabulary
from causerie.nlu.message import Message
from causerie.ports import TrainingContext

NUMBER = re.compile(r"\b[0-9]+\b")


class CountVectorsFeaturizer:
    """Counts per n-gram that the training examples hold, for the sentence and for each token."""

    defaults: ClassVar[dict[str, Any]] = {
        "alias": None,
        "analyzer": "word",
        "strip_accents": None,
        "stop_words": None,
        "min_df": 1,
        "max_df": 1.0,
        "min_ngram": 1,
        "max_ngram": 1,
        "max_features": None,
        "lowercase": True,
        "OOV_token": None,
        "OOV_words": [],
        "use_lemma": True,
    }
    without_effect: ClassVar[frozenset[str]] = frozenset({"use_shared_vocab", "additional_vocabulary_size"})
    kind: ClassVar[str] = "featurizer"
    reads: ClassVar[tuple[str, ...]] = ("texts",)
    gives_sparse_features_only: ClassVar[bool] = True
    needs: ClassVar[tuple[str, ...]] = ("tokenizer",)

    def __init__(self, config: dict[str, Any]) -> None:
        check_config(config)
        self.config = config
        self.origin = config["alias"] or "CountVectorsFeaturizer"
        self.grams = ANALYZERS[config["analyzer"]]
        self.strip: Callable[[str], str] = STRIPPERS[config["strip_accents"]]
        self.oov = lower_if(config["lowercase"], config["OOV_token"] or "")
        self.oov_words = {lower_if(config["lowercase"], word) for word in config["OOV_words"] or ()}
        self.stop_words = frozenset(config["stop_words"] or ())
        self.vocabulary: dict[str, int] = {}

    def train(self, messages: Sequence[Message], context: TrainingContext) -> None:
        limits = Limits(self.config["min_df"], self.config["max_df"], self.config["max_features"])
        texts = [self.grams_of(self.words(message)) for message in messages if message.tokens]
        self.vocabulary = learn_vocabulary(texts, limits)

    def process(self, message: Message) -> None:
        words = self.words(message)
        message.features.append(
            Features(self.origin, lambda: self.row(words), lambda: [self.row([word]) for word in words])
        )

    def words(self, message: Message) -> list[str]:
        key = "lemma" if self.config["use_lemma"] else "text"
        found = [
            NUMBER.sub("__NUMBER__", getattr(token, key) or token.text) for token in message.tokens or ()
        ]
        found = [self.strip(lower_if(self.config["lowercase"], word)) for word in found]
        if not self.oov or self.config["analyzer"] != "word":
            return found
        if self.vocabulary:
            return [word if word in self.vocabulary else self.oov for word in found]
        return [self.oov if word in self.oov_words else word for word in found]

    def grams_of(self, words: Sequence[str]) -> Iterable[str]:
        if self.config["analyzer"] == "word":
            words = [word for word in words if word not in self.stop_words]
        return self.grams(words, int(self.config["min_ngram"]), int(self.config["max_ngram"]))

    def row(self, words: Sequence[str]) -> Row:
        counts = Counter(self.grams_of(words))
        known = {self.vocabulary[gram]: float(n) for gram, n in counts.items() if gram in self.vocabulary}
        return Row.of(known, len(self.vocabulary))

    def state(self) -> dict[str, Any]:
        return {"vocabulary": list(self.vocabulary)}

    def load(self, state: dict[str, Any]) -> None:
        self.vocabulary = {gram: number for number, gram in enumerate(state["vocabulary"])}


def lower_if(lowercase: object, word: str) -> str:
    return word.lower() if lowercase else word


def check_config(config: dict[str, Any]) -> None:
    """Raises ComponentError for values that no n-grams can be made by."""
    choices: dict[str, list[Any]] = {"analyzer": list(ANALYZERS), "strip_accents": list(STRIPPERS)}
    for key, allowed in choices.items():
        if config[key] not in allowed:
            raise ComponentError(
                f"CountVectorsFeaturizer: '{key}' is {config[key]!r}; expected one of {allowed}."
            )
    if not 1 <= int(config["min_ngram"]) <= int(config["max_ngram"]):
        raise ComponentError(
            "CountVectorsFeaturizer: 'min_ngram' must be at least 1 and at most 'max_ngram'; they are "
            f"{config['min_ngram']} and {config['max_ngram']}."
        )
