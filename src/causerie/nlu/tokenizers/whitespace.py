"""Words are what stands between blanks, with the punctuation around them taken off."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, ClassVar

from causerie.errors import ComponentError
from causerie.nlu.message import Message, Token
from causerie.nlu.tokenizers.splitting import DEFAULTS, compile_token_pattern, locate, split_by_pattern
from causerie.ports import TrainingContext

NOT_A_WORD = re.compile(
    r"[^\w#@&]{1,128}(?=\s|$)"  # before a blank or the end
    r"|(?:\s|^)[^\w#@&]{1,128}(?=[^0-9\s])"  # after a blank or the start, unless a number follows
    r"|(?<=[^0-9\s])[^\w._~:/?#\[\]()@!$&*+,;=-]{1,128}(?=[^0-9\s])"  # inside, unless it is part of a number or URL
)
"""Runs are taken to be at most 128 signs: without a bound 20,000 dots take 15 seconds."""
EMOJI = re.compile(
    "[\U0001f600-\U0001f64f\U0001f300-\U0001f5ff\U0001f680-\U0001f6ff\U0001f1e0-\U0001f1ff"
    "\U00002702-\U000027b0\U000024c2-\U0001f251\u200d\u200c]+"
)
UNSPACED_LANGUAGES = ("zh", "ja", "th")


class WhitespaceTokenizer:
    """Cuts where Rasa cuts.

    Training raises ComponentError for Chinese, Japanese and Thai, which put no blanks between words.
    """

    defaults: ClassVar[dict[str, Any]] = DEFAULTS
    kind: ClassVar[str] = "tokenizer"
    reads: ClassVar[tuple[str, ...]] = ()

    def __init__(self, config: dict[str, Any]) -> None:
        self.config = config
        self.pattern = compile_token_pattern(config, "WhitespaceTokenizer")

    def train(self, messages: Sequence[Message], context: TrainingContext) -> None:
        """Nothing to learn; raises ComponentError for a language that puts no blanks."""
        if context.language in UNSPACED_LANGUAGES:
            raise ComponentError(
                f"WhitespaceTokenizer can't split '{context.language}', which puts no blanks between words. "
                "Use JiebaTokenizer for Chinese, or SpacyTokenizer with a model of the language."
            )

    def process(self, message: Message) -> None:
        message.tokens = split_by_pattern(tokenize(message.text), self.pattern)

    def state(self) -> dict[str, Any]:
        return {}

    def load(self, state: dict[str, Any]) -> None:
        """Nothing was kept."""


def tokenize(text: str) -> list[Token]:
    """Rasa's rules; a text of nothing but signs is one token."""
    if not text:
        return []
    readable = as_rasa_reads(text)
    tokens = locate(NOT_A_WORD.sub(" ", readable).split(), readable)
    if readable is not text:
        for token in tokens:
            token.text = token.lemma = text[token.start : token.end]
        tokens = [token for token in tokens if not EMOJI.fullmatch(token.text)]
    return tokens or [Token(text, 0, len(text), text)]


def as_rasa_reads(text: str) -> str:
    """A text of the same length in which Python's ``\\w`` finds the words that Rasa's ``regex`` finds.

    ``re`` counts vowel signs (Hindi, Thai) and joiners as no part of a word, and ``²`` as one.
    """
    if text.isascii():
        return text
    return "".join(stand_in(sign) for sign in text)


@lru_cache(maxsize=4096)
def stand_in(sign: str) -> str:
    category = unicodedata.category(sign)
    if category[0] == "M" or sign in "\u200c\u200d":
        return "a"
    return "†" if category == "No" else sign
