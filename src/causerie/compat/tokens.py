"""Tokens: ours ↔ Rasa's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from causerie.compat.calling import wrong
from causerie.compat.rasa.nlu.tokenizers.tokenizer import Token
from causerie.nlu import message as ours

POS, PATTERN = "pos", "pattern"


def tokens_as_theirs(tokens: Sequence[ours.Token]) -> list[Token]:
    return [Token(token.text, token.start, token.end, _data(token), token.lemma) for token in tokens]


def _data(token: ours.Token) -> dict[str, Any]:
    known = {POS: token.pos, PATTERN: token.patterns}
    return {key: value for key, value in known.items() if value}


def tokens_as_ours(tokens: Any, text: str, component: type) -> list[ours.Token]:
    """Raises ComponentError for what are no tokens of this text."""
    if not isinstance(tokens, list | tuple):
        raise wrong(component, f"tokens must be a list of Token; it is a {type(tokens).__name__}.")
    return [_token(token, text, component) for token in tokens]


def _token(token: Any, text: str, component: type) -> ours.Token:
    if not isinstance(token, Token):
        raise wrong(
            component,
            f"tokens must be of rasa.nlu.tokenizers.tokenizer.Token; {token!r:.60} is a {type(token).__name__}.",
            "Write Token(word, start).",
        )
    if not 0 <= token.start <= token.end <= len(text):
        raise wrong(
            component,
            f"the token {token.text!r} goes from {token.start} to {token.end}, and the text has {len(text)} characters.",
            "Give the start of each token in the whole text.",
        )
    pos, patterns = token.get(POS), token.get(PATTERN) or {}
    return ours.Token(token.text, token.start, token.end, token.lemma, pos, patterns)
