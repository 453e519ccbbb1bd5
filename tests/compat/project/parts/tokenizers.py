"""A tokenizer as it is written for Rasa 3.6."""

from __future__ import annotations

import re
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class CommaTokenizer(Tokenizer):
    """Splits at commas and blanks."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {
            "intent_tokenization_flag": False,
            "intent_split_symbol": "_",
            "token_pattern": None,
            "mark": "comma",
        }

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        text = message.get(attribute)
        tokens = [Token(found.group(), found.start()) for found in re.finditer(r"[^\s,]+", text)]
        for token in tokens:
            token.set("mark", self._config["mark"])
        return self._apply_token_pattern(tokens)
