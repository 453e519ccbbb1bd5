"""Words as spaCy's model cuts them, with lemma and part of speech."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from causerie.nlu.message import Message, Token
from causerie.nlu.spacy_model import DOCUMENT
from causerie.nlu.tokenizers.splitting import DEFAULTS, compile_token_pattern, split_by_pattern
from causerie.ports import TrainingContext


class SpacyTokenizer:
    """Token texts are as SpacyNLP reads them: in small letters unless it is ``case_sensitive``."""

    defaults: ClassVar[dict[str, Any]] = DEFAULTS
    kind: ClassVar[str] = "tokenizer"
    reads: ClassVar[tuple[str, ...]] = ()
    needs: ClassVar[tuple[str, ...]] = ("SpacyNLP",)

    def __init__(self, config: dict[str, Any]) -> None:
        self.pattern = compile_token_pattern(config, "SpacyTokenizer")

    def train(self, messages: Sequence[Message], context: TrainingContext) -> None:
        """Nothing to learn."""

    def process(self, message: Message) -> None:
        found = [
            Token(word.text, word.idx, word.idx + len(word.text), word.lemma_ or word.text, word.tag_)
            for word in message.documents[DOCUMENT]
            if word.text.strip()
        ]
        message.tokens = split_by_pattern(found, self.pattern)

    def state(self) -> dict[str, Any]:
        return {}

    def load(self, state: dict[str, Any]) -> None:
        """Nothing was kept."""
