"""Splits training data into a part to learn from and a part to test with."""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from causerie.training_data import Example, NluData

Item = TypeVar("Item")


def split_nlu(data: NluData, fraction: float, seed: int | None) -> tuple[NluData, NluData]:
    """Both parts hold examples of every intent that has two, in about the same proportion."""
    dice = random.Random(seed)
    groups: dict[str | None, list[int]] = {}
    for index, example in enumerate(data.examples):
        groups.setdefault(example.intent, []).append(index)
    train: list[int] = []
    test: list[int] = []
    for members in groups.values():
        learnt, tested = split_list(members, fraction, dice)
        train += learnt
        test += tested
    return _part(data, train), _part(data, test)


def split_list(items: Sequence[Item], fraction: float, dice: random.Random) -> tuple[list[Item], list[Item]]:
    """Drawn at random, each part in the old order; a single item is kept for training."""
    count = math.ceil(len(items) * (1 - fraction) - 1e-9)
    count = min(max(count, 1), len(items) - 1)
    drawn = set(dice.sample(range(len(items)), count)) if count > 0 else set()
    train = [item for index, item in enumerate(items) if index not in drawn]
    return train, [item for index, item in enumerate(items) if index in drawn]


def _part(data: NluData, indexes: Iterable[int]) -> NluData:
    """These examples, with the responses they need and all synonyms, regexes and lookups."""
    examples = tuple(data.examples[index] for index in sorted(indexes))
    needed = {_response(example) for example in examples}
    responses = {name: found for name, found in data.responses.items() if name in needed}
    return replace(data, examples=examples, responses=responses)


def _response(example: Example) -> str:
    return f"utter_{example.intent}" if example.response_key else ""
