"""What all tokenizers share: words → tokens with positions, and the ``token_pattern`` key."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from causerie.errors import ComponentError
from causerie.nlu.message import Token

DEFAULTS: dict[str, Any] = {
    "intent_tokenization_flag": False,
    "intent_split_symbol": "_",
    "token_pattern": None,
    "prefix_separator_symbol": None,
}


def compile_token_pattern(config: dict[str, Any], name: str) -> re.Pattern[str] | None:
    """The compiled ``token_pattern``; raises ComponentError when it is no regular expression."""
    pattern = config.get("token_pattern")
    if not pattern:
        return None
    try:
        return re.compile(pattern)
    except re.error as error:
        raise ComponentError(
            f"{name}: token_pattern {pattern!r} is no regular expression: {error}."
        ) from error


def locate(words: Iterable[str], text: str) -> list[Token]:
    """Find each word in the text, from left to right."""
    tokens, position = [], 0
    for word in words:
        start = text.index(word, position)
        position = start + len(word)
        tokens.append(Token(word, start, position, word))
    return tokens


def split_by_pattern(tokens: list[Token], pattern: re.Pattern[str] | None) -> list[Token]:
    """Replace each token by the pattern's matches in it; a token without a match stays whole."""
    if pattern is None:
        return tokens
    split: list[Token] = []
    for token in tokens:
        parts = [part for part in matches(pattern, token.text) if part]
        position = 0
        for part in parts:
            position = token.text.index(part, position)
            start = token.start + position
            position += len(part)
            split.append(replace(token, text=part, start=start, end=start + len(part), patterns={}))
        if not parts:
            split.append(token)
    return split


def matches(pattern: re.Pattern[str], text: str) -> list[str]:
    """Whole matches, or what the pattern's one group caught."""
    return [match[1] if pattern.groups == 1 else match[0] for match in pattern.finditer(text)]


def split_intent(name: str, config: dict[str, Any]) -> list[str]:
    """``greet+ask_name`` → its parts, where the config asks for it; otherwise the name alone."""
    prefix_symbol = config.get("prefix_separator_symbol")
    prefix, found, rest = name.partition(prefix_symbol) if prefix_symbol else ("", "", name)
    parts = [prefix, rest] if found else [name]
    if not config.get("intent_tokenization_flag"):
        return parts
    return [word for part in parts for word in part.split(config["intent_split_symbol"])]
