"""The base of tokenizers."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from typing import Any

from causerie.compat.rasa.engine.graph import ExecutionContext, GraphComponent
from causerie.compat.rasa.engine.storage.resource import Resource
from causerie.compat.rasa.engine.storage.storage import ModelStorage
from causerie.compat.rasa.nlu.constants import MESSAGE_ATTRIBUTES, TOKENS_NAMES
from causerie.compat.rasa.shared.nlu.constants import (
    ACTION_NAME,
    INTENT,
    INTENT_RESPONSE_KEY,
    RESPONSE_IDENTIFIER_DELIMITER,
)
from causerie.compat.rasa.shared.nlu.training_data.message import Message
from causerie.compat.rasa.shared.nlu.training_data.training_data import TrainingData

NAMES = (INTENT, ACTION_NAME, INTENT_RESPONSE_KEY)


class Token:
    """A stretch of a text; ``data`` takes whatever components say of it."""

    def __init__(
        self,
        text: str,
        start: int,
        end: int | None = None,
        data: dict[str, Any] | None = None,
        lemma: str | None = None,
    ) -> None:
        self.text = text
        self.start = start
        self.end = end or start + len(text)
        self.data: dict[str, Any] = data or {}
        self.lemma = lemma or text

    def set(self, prop: str, info: Any) -> None:
        self.data[prop] = info

    def get(self, prop: str, default: Any = None) -> Any:
        return self.data.get(prop, default)

    def _key(self) -> tuple[Any, ...]:
        return self.start, self.end, self.text, self.lemma

    def __eq__(self, other: object) -> bool:
        return self._key() == other._key() if isinstance(other, Token) else NotImplemented

    def __lt__(self, other: object) -> bool:
        return self._key() < other._key() if isinstance(other, Token) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._key())

    def __repr__(self) -> str:
        return f"<Token {self.text!r} {self.start}:{self.end}>"


class Tokenizer(GraphComponent, ABC):
    """Splits texts by ``tokenize``, and names of intents at ``intent_split_symbol``."""

    def __init__(self, config: dict[str, Any]) -> None:
        self._config = config
        self.intent_tokenization_flag = config.get("intent_tokenization_flag", False)
        self.intent_split_symbol = config.get("intent_split_symbol", "_")
        self.prefix_separator_symbol = config.get("prefix_separator_symbol")
        pattern = config.get("token_pattern")
        self.token_pattern_regex = re.compile(pattern) if pattern else None

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> GraphComponent:
        return cls(config)

    @abstractmethod
    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """The tokens of ``message.get(attribute)``."""

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        for example in training_data.training_examples:
            self._add_tokens(example)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            self._add_tokens(message)
        return messages

    def _add_tokens(self, message: Message) -> None:
        for attribute in MESSAGE_ATTRIBUTES:
            value = message.get(attribute)
            if isinstance(value, str) and value:
                split = self._split_name if attribute in NAMES else self.tokenize
                message.set(TOKENS_NAMES[attribute], split(message, attribute))

    def _split_name(self, message: Message, attribute: str = INTENT) -> list[Token]:
        name = message.get(attribute)
        prefix, rest = "", name
        if self.prefix_separator_symbol and self.prefix_separator_symbol in name:
            prefix, rest = name.split(self.prefix_separator_symbol, maxsplit=1)
        parts = rest.split(RESPONSE_IDENTIFIER_DELIMITER) if attribute == INTENT_RESPONSE_KEY else [rest]
        words = [word for part in ([prefix] if prefix else []) + parts for word in self._words_of_name(part)]
        return self._convert_words_to_tokens(words, name)

    def _words_of_name(self, name: str) -> list[str]:
        return name.split(self.intent_split_symbol) if self.intent_tokenization_flag else [name]

    def _apply_token_pattern(self, tokens: list[Token]) -> list[Token]:
        """Split tokens further, at what ``token_pattern`` matches."""
        if self.token_pattern_regex is None:
            return tokens
        split: list[Token] = []
        for token in tokens:
            found = [match for match in self.token_pattern_regex.finditer(token.text) if match.group()]
            parts = [
                Token(match.group(), token.start + match.start(), data=token.data, lemma=token.lemma)
                for match in found
            ]
            split += parts or [token]
        return split

    @staticmethod
    def _convert_words_to_tokens(words: list[str], text: str) -> list[Token]:
        """Find each word in the text, after the word before it."""
        tokens: list[Token] = []
        done = 0
        for word in words:
            start = text.index(word, done)
            tokens.append(Token(word, start))
            done = start + len(word)
        return tokens
