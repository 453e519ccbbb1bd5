"""What the contract runs over: each channel, and each with the settings that change what it promises.

A channel is in a list because of what its driver or its settings say, so none can be forgotten.
"""

from __future__ import annotations

import importlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from platform_driver import Driver

from causerie.channels.receiving import edits
from causerie.channels.registry import CHANNELS

NAMES = sorted(path.stem for path in (Path(__file__).parent / "contract_drivers").glob("[a-z]*.py"))
DRIVERS: list[Driver] = [importlib.import_module(f"contract_drivers.{name}").DRIVER for name in NAMES]
EDITS, STREAM = edits.KEY, "stream"
#: Settings that change what a channel promises.
VARIANT = {EDITS: edits.ANSWER, STREAM: True}


@dataclass(frozen=True)
class Served:
    """A channel with what its driver sets and ``more``."""

    driver: Driver
    more: dict[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return "-".join([self.driver.name, *self.more])

    @property
    def streams(self) -> bool:
        return STREAM in self.more


def keys_of(channel: str) -> Collection[str]:
    """What its section in credentials.yml may have. A channel in one file may read no settings at all."""
    module = CHANNELS.find(channel).__module__
    package, _, last = module.rpartition(".")
    if last == "channel":
        return importlib.import_module(f"{package}.settings").KEYS
    return getattr(importlib.import_module(module), "KEYS", ())


def variants() -> Iterator[Served]:
    for driver in DRIVERS:
        more = {key: value for key, value in VARIANT.items() if key in keys_of(driver.name)}
        if more:
            yield Served(driver, more)


PLAIN = [Served(driver) for driver in DRIVERS]
#: Those that call their platform with what the bot says, and those whose caller gets it as the answer.
CALLING = [one for one in PLAIN if one.driver.host]
ANSWERING = [one for one in PLAIN if not one.driver.host]
SIGNED = [one for one in PLAIN if one.driver.signs]
OPEN = [one for one in PLAIN if not one.driver.signs]
VARIANTS = list(variants())
ANSWERING_EDITS = [one for one in VARIANTS if EDITS in one.more]
STREAMING = [one for one in VARIANTS if one.streams]


def over(channels: Sequence[Served]) -> pytest.MarkDecorator:
    """The test runs for each of these."""
    return pytest.mark.parametrize("served", channels, indirect=True, ids=lambda one: one.name)
