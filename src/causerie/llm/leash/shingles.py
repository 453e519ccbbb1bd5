"""Compares long stretches of letters, also shifted, mirrored, reversed and spelled out."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from causerie.llm.leash.letters import fold, words_of

LETTERS = 36  # about seven words
WORDS = 6


def steps(text: str) -> bytes:
    """From letter to letter modulo 26: the same for a text and its Caesar ciphers (rot13 is one)."""
    letters = re.sub(r"[^a-z]", "", fold(text)).encode()
    return bytes((later - letter) % 26 for letter, later in pairwise(letters))


@lru_cache(maxsize=512)
def stretches(text: str) -> frozenset[bytes]:
    """All stretches of LETTERS letters, as steps."""
    made = steps(text)
    return frozenset(made[place : place + LETTERS] for place in range(len(made) - LETTERS + 1))


def shares(text: str, known: frozenset[bytes]) -> bool:
    """Whether ``text`` holds one of these stretches: plain, shifted, reversed, or with z for a."""
    if not known:
        return False
    made = steps(text)
    mirrored = bytes((26 - step) % 26 for step in made)
    # read from the end, each step goes the other way
    for read in (made, mirrored, mirrored[::-1], made[::-1]):
        if not known.isdisjoint([read[place : place + LETTERS] for place in range(len(read) - LETTERS + 1)]):
            return True
    return False


def shared_part(text: str, of: str) -> float:
    """How much of the words of ``of`` stands word for word in ``text``, in runs of at least WORDS."""
    given, said = _words(of), words_of(text)
    runs = {tuple(said[place : place + WORDS]) for place in range(len(said) - WORDS + 1)}
    covered: set[int] = set()
    for place in range(len(given) - WORDS + 1):
        if tuple(given[place : place + WORDS]) in runs:
            covered.update(range(place, place + WORDS))
    return len(covered) / len(given) if given else 0.0


@lru_cache(maxsize=512)
def _words(text: str) -> tuple[str, ...]:
    """Of a passage, which is compared again and again."""
    return tuple(words_of(text))
