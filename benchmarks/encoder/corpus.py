"""Texts for the encoder to be distilled on: WordNet's examples and definitions, its words, and
questions and requests made of its words by templates. No benchmark's texts are among them.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from pathlib import Path

FILES = {
    "data.noun": "n",
    "data.noun1": "n",
    "data.noun2": "n",
    "data.verb": "v",
    "data.adj": "a",
    "data.adv": "r",
}
TEMPLATES = Path(__file__).with_name("templates.txt")
DRAWN = 70_000
DEFINITIONS = 50_000
SEEN_AT_LEAST = 4
NUMBERS = (
    "1",
    "2",
    "3",
    "4",
    "5",
    "6",
    "7",
    "8",
    "9",
    "10",
    "12",
    "15",
    "20",
    "30",
    "50",
    "100",
    "2019",
    "7.5",
)


def corpus(wordnet: Path, seed: int = 0) -> list[str]:
    """Texts, each once, in random order. ``wordnet``: the folder with ``data.noun`` and the others."""
    words: dict[str, set[str]] = {kind: set() for kind in "nvar"}
    examples: list[str] = []
    definitions: list[str] = []
    for name, kind in FILES.items():
        if (wordnet / name).exists():
            read_synsets(wordnet / name, words[kind], examples, definitions)
    if not examples:
        raise SystemExit(f"{wordnet} holds no WordNet data files (data.noun, data.verb, …).")
    chance = random.Random(seed)
    counts = Counter(w for text in (*examples, *definitions) for w in re.findall(r"[a-z']+", text.lower()))
    pools = {kind: Pool(found, counts, chance) for kind, found in words.items()}
    templates = TEMPLATES.read_text(encoding="utf-8").split("\n")
    made = [fill(chance.choice(templates), pools, chance) for _ in range(DRAWN)]
    chance.shuffle(definitions)
    texts = [
        *examples,
        *definitions[:DEFINITIONS],
        *made,
        *(w for pool in pools.values() for w in pool.words),
    ]
    texts = list(dict.fromkeys(text for text in texts if text.strip()))
    chance.shuffle(texts)
    return texts


def read_synsets(file: Path, words: set[str], examples: list[str], definitions: list[str]) -> None:
    for line in file.read_text(encoding="latin-1").splitlines():
        if line.startswith("  ") or "|" not in line:
            continue
        head, gloss = line.split("|", 1)
        parts = head.split()
        count = int(parts[3], 16)
        lemmas = (parts[4 + 2 * i] for i in range(count))
        words.update(re.sub(r"\((a|p|ip)\)", "", lemma).replace("_", " ").lower() for lemma in lemmas)
        examples += re.findall(r'"([^"]+)"', gloss)
        definition = re.sub(r'"[^"]*"', "", gloss).strip(" ;")
        if definition and len(definition.split()) <= 25:
            definitions.append(definition)


class Pool:
    """Words that the texts use, drawn more often the more they are used."""

    def __init__(self, words: set[str], counts: Counter[str], chance: random.Random) -> None:
        self.chance = chance
        self.words = sorted(w for w in words if all(counts[part] >= SEEN_AT_LEAST for part in w.split()))
        self.weights = [min(*(counts[part] for part in w.split()), 400) ** 0.6 for w in self.words]

    def draw(self) -> str:
        return self.chance.choices(self.words, self.weights)[0]


def fill(template: str, pools: dict[str, Pool], chance: random.Random) -> str:
    def word(match: re.Match[str]) -> str:
        kind = match[1]
        if kind == "num":
            return chance.choice(NUMBERS)
        if kind == "ving":
            return with_ing(pools["v"].draw())
        return pools[kind[0]].draw() + ("s" if kind == "ns" else "")

    return re.sub(r"\{(\w+)\}", word, template)


def with_ing(verb: str) -> str:
    first, *rest = verb.split()
    stem = first[:-1] if first.endswith("e") and not first.endswith("ee") else first
    return " ".join([stem + "ing", *rest])
