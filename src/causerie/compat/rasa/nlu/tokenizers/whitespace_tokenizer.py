"""Rasa's usual tokenizer, to derive from; the words are split by ``causerie.nlu.tokenizers``."""

from __future__ import annotations

from typing import Any

from causerie.compat.rasa.engine.recipes.default_recipe import ComponentType, DefaultV1Recipe
from causerie.compat.rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from causerie.compat.rasa.shared.nlu.training_data.message import Message
from causerie.nlu import message as ours
from causerie.nlu.tokenizers import whitespace


@DefaultV1Recipe.register(ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class WhitespaceTokenizer(Tokenizer):
    """Splits at blanks and takes punctuation away."""

    def __init__(self, config: dict[str, Any]) -> None:
        super().__init__(config)
        known = whitespace.WhitespaceTokenizer.defaults
        own = {key: value for key, value in config.items() if key in known}
        self._splitter = whitespace.WhitespaceTokenizer({**known, **own})

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {
            "intent_tokenization_flag": False,
            "intent_split_symbol": "_",
            "token_pattern": None,
            "prefix_separator_symbol": None,
        }

    @staticmethod
    def not_supported_languages() -> list[str] | None:
        return ["zh", "ja", "th"]

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        split = ours.Message(message.get(attribute))
        self._splitter.process(split)
        return [Token(token.text, token.start, token.end) for token in split.tokens or ()]
