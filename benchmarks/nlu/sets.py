"""The sets of examples that understanding is measured on, and projects made of them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
HWU64 = HERE / "hwu64-fold1"
SHOTS = 10

DEFAULT: list[dict[str, Any]] = [
    {"name": "WhitespaceTokenizer"},
    {"name": "RegexFeaturizer"},
    {"name": "LexicalSyntacticFeaturizer"},
    {"name": "CountVectorsFeaturizer"},
    {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
    {"name": "DIETClassifier", "epochs": 100, "constrain_similarities": True},
    {"name": "EntitySynonymMapper"},
]
"""What Rasa 3.6 proposes for a project without a pipeline, less what plays no part here."""


@dataclass(frozen=True, slots=True)
class Set:
    name: str
    train: dict[str, list[str]]
    """Intent → its examples as written, entities annotated."""
    test: Path

    @property
    def examples(self) -> int:
        return sum(map(len, self.train.values()))


def sets(more: Path | None) -> Iterator[Set]:
    """HWU64's first fold, ten examples of each of its intents, and each folder in ``more`` that holds
    ``train.yml`` and ``test.yml``.
    """
    whole = read(HWU64 / "train.yml")
    yield Set("HWU64 fold 1", whole, HWU64 / "test.yml")
    yield Set(f"HWU64 fold 1, {SHOTS} per intent", few(whole, SHOTS), HWU64 / "test.yml")
    for folder in sorted(more.iterdir()) if more else ():
        if (folder / "train.yml").exists():
            yield Set(folder.name, read(folder / "train.yml"), folder / "test.yml")


def few(examples: dict[str, list[str]], count: int, seed: int = 0) -> dict[str, list[str]]:
    chance = random.Random(seed)
    return {intent: chance.sample(own, min(count, len(own))) for intent, own in sorted(examples.items())}


def read(path: Path) -> dict[str, list[str]]:
    data = yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    found: dict[str, list[str]] = {}
    for block in data["nlu"]:
        if "intent" in block:
            lines = [line.strip() for line in block["examples"].splitlines()]
            found.setdefault(block["intent"], []).extend(line[2:] for line in lines if line.startswith("- "))
    return found


def write_project(chosen: Set, pipeline: list[dict[str, Any]], folder: Path) -> None:
    (folder / "data").mkdir(parents=True, exist_ok=True)
    blocks = [
        {"intent": intent, "examples": "".join(f"- {example}\n" for example in examples)}
        for intent, examples in chosen.train.items()
    ]
    write(folder / "data" / "nlu.yml", {"version": "3.1", "nlu": blocks})
    config = {
        "recipe": "default.v1",
        "language": "en",
        "assistant_id": "bench",
        "pipeline": pipeline,
        "policies": [],
    }
    write(folder / "config.yml", config)
    write(folder / "domain.yml", {"version": "3.1", "intents": list(chosen.train)})


def write(path: Path, content: dict[str, Any]) -> None:
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")
