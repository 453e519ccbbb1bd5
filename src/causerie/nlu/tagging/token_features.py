"""What the entity tagger looks at: a token, its neighbours, where it is known from, the intent."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from causerie.nlu.message import Token

SHAPE_PARTS = (
    (re.compile(r"[A-ZÀ-ÖØ-Þ]+"), "X"),
    (re.compile(r"[^\W\dA-Z_]+"), "x"),
    (re.compile(r"\d"), "9"),
)


def token_features(
    tokens: Sequence[Token], known: Sequence[Sequence[str]], intent: str | None
) -> list[list[str]]:
    """One list of names per token. ``known``: the gazetteer's labels per token."""
    words = [token.text.lower() for token in tokens]
    padded = ["<<", "<", *words, ">", ">>"]
    features = []
    for index, token in enumerate(tokens):
        before2, before, word, after, after2 = padded[index : index + 5]
        names = [
            "bias",
            f"w={word}",
            f"w-1={before}",
            f"w+1={after}",
            f"w-2={before2}",
            f"w+2={after2}",
            f"w-1,w={before}|{word}",
            f"w,w+1={word}|{after}",
            *word_features(token.text),
            f"intent={intent}",
            f"intent,w={intent}|{word}",
        ]
        names += [f"known={label}" for label in known[index]]
        if index:
            names += [f"known-1={label}" for label in known[index - 1]]
        if index + 1 < len(tokens):
            names += [f"known+1={label}" for label in known[index + 1]]
        if len(tokens) == 1:
            names += ["only", f"only,intent={intent}"]
        names += [f"pattern={name}" for name, matched in token.patterns.items() if matched]
        features.append(names)
    return features


@lru_cache(maxsize=20_000)
def word_features(word: str) -> tuple[str, ...]:
    """Affixes and shape of a word as written."""
    low = word.lower()
    return (
        f"p2={low[:2]}",
        f"p3={low[:3]}",
        f"p4={low[:4]}",
        f"s2={low[-2:]}",
        f"s3={low[-3:]}",
        f"s4={low[-4:]}",
        f"shape={shape(word)}",
    )


def shape(word: str) -> str:
    """``Paris2`` → ``Xx9``; runs of letters count once, digits each."""
    for pattern, sign in SHAPE_PARTS:
        word = pattern.sub(sign, word)
    return word
