"""Passages and questions made by a seed, for measuring how long a search takes."""

from __future__ import annotations

import random
from collections.abc import Sequence

from causerie.llm.knowledge import Passage

SYLLABLES = [
    "ba",
    "ce",
    "di",
    "fo",
    "gu",
    "ka",
    "le",
    "mi",
    "no",
    "pu",
    "ra",
    "se",
    "ti",
    "vo",
    "wu",
    "za",
    "ber",
    "con",
    "der",
    "fen",
    "gar",
    "hol",
    "lim",
    "mor",
    "nis",
    "par",
]
WORDS = 20_000
WORDS_OF_A_PASSAGE = 80
WORDS_OF_A_SENTENCE = 12


def made_passages(count: int, seed: int = 0) -> list[Passage]:
    """Sentences of words that are as unevenly frequent as those of a language (Zipf)."""
    chance = random.Random(seed)
    words = made_words(chance)
    weights = [1 / rank for rank in range(1, len(words) + 1)]
    return [
        _passage(number, chance.choices(words, weights, k=WORDS_OF_A_PASSAGE), chance)
        for number in range(count)
    ]


def made_words(chance: random.Random) -> list[str]:
    words: dict[str, None] = {}
    while len(words) < WORDS:
        words["".join(chance.choices(SYLLABLES, k=chance.randint(2, 4)))] = None
    return list(words)


def made_questions(passages: Sequence[Passage], count: int, seed: int = 1) -> list[str]:
    """Five words of a passage, one of them misspelt."""
    chance = random.Random(seed)
    found = []
    for passage in chance.choices(passages, k=count):
        words = chance.sample(passage.text.lower().replace(".", "").split(), 5)
        words[0] = words[0][:-1] + "x"
        found.append(" ".join(["what", "is", "the", *words]))
    return found


def _passage(number: int, words: Sequence[str], chance: random.Random) -> Passage:
    sentences = [
        " ".join(words[begin : begin + WORDS_OF_A_SENTENCE]).capitalize() + "."
        for begin in range(0, len(words), WORDS_OF_A_SENTENCE)
    ]
    heading = " ".join(chance.choices(words, k=2))
    return Passage(f"made.md#{number}", "made.md", ("Made", heading), " ".join(sentences), "en", number)
