"""What the hotel is taught, and questions it was not: none of its business, and its business."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import yaml

HERE = Path(__file__).parent
PROJECT = HERE.parents[1]
ANNOTATION = re.compile(r"\[([^\]]+)\]\(\w+\)")


def out_of_scope() -> dict[str, list[str]]:
    """By language."""
    found: dict[str, list[str]] = read("out_of_scope.yml")
    return found


def in_scope() -> dict[str, list[str]]:
    """By intent."""
    found: dict[str, list[str]] = read("in_scope.yml")
    return found


def read(name: str) -> dict[str, list[str]]:
    loaded: dict[str, list[str]] = yaml.safe_load((HERE / name).read_text(encoding="utf-8"))
    return loaded


def examples() -> dict[str, list[str]]:
    """What the hotel is taught: plain texts by intent."""
    found: dict[str, list[str]] = {}
    for path in sorted((PROJECT / "data" / "nlu").glob("*.yml")):
        for item in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            if "intent" in item:
                lines = [line[2:] for line in item["examples"].splitlines() if line.startswith("- ")]
                found[item["intent"]] = [ANNOTATION.sub(r"\1", line) for line in lines]
    return found


def words(text: str) -> frozenset[str]:
    """Without annotations, accents and signs: `L'été ?` → l, ete."""
    plain = unicodedata.normalize("NFD", ANNOTATION.sub(r"\1", text).lower())
    bare = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return frozenset(re.findall(r"\w+", bare))


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Shared words over all words: 1 for the same words in any order."""
    return len(one & other) / max(len(one | other), 1)
