"""Keys of a platform: fetched late, kept, and asked for again within bounds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from causerie.channels.receiving.remote_keys import FAILED_PAUSE, UNKNOWN_PAUSE, RemoteKeys
from causerie.errors import PlatformError


class Clock:
    now = 5000.0

    def __call__(self) -> float:
        return self.now


class Source:
    def __init__(self) -> None:
        self.keys = {"a": "key of a"}
        self.is_down = False
        self.times = 0

    async def __call__(self) -> tuple[Mapping[str, Any], float]:
        self.times += 1
        if self.is_down:
            raise PlatformError("The platform can't be reached.")
        return dict(self.keys), 3600.0


def made() -> tuple[RemoteKeys, Source, Clock]:
    source, clock = Source(), Clock()
    return RemoteKeys(source, clock), source, clock


async def test_nothing_is_fetched_before_it_is_needed_and_then_once() -> None:
    keys, source, _ = made()
    assert source.times == 0
    assert [await keys.find("a"), await keys.find("a")] == ["key of a", "key of a"]
    assert source.times == 1


async def test_keys_are_fetched_again_when_their_time_is_over() -> None:
    keys, source, clock = made()
    await keys.find("a")
    clock.now += 3600
    await keys.find("a")
    assert source.times == 2


async def test_an_unknown_key_is_asked_for_but_not_at_every_token() -> None:
    keys, source, clock = made()
    await keys.find("a")
    source.keys["b"] = "key of b"
    for _ in range(10):
        assert await keys.find("b") is None
    assert source.times == 1
    clock.now += UNKNOWN_PAUSE
    assert await keys.find("b") == "key of b"
    assert source.times == 2


async def test_old_keys_are_used_while_the_platform_is_down(caplog: pytest.LogCaptureFixture) -> None:
    keys, source, clock = made()
    await keys.find("a")
    source.is_down = True
    clock.now += 4000
    assert await keys.find("a") == "key of a"
    assert "The keys of before are used" in caplog.text


async def test_without_keys_it_says_so_and_does_not_ask_at_every_request() -> None:
    keys, source, clock = made()
    source.is_down = True
    for _ in range(3):
        with pytest.raises(PlatformError, match="can't be reached"):
            await keys.find("a")
    assert source.times == 1
    source.is_down = False
    clock.now += FAILED_PAUSE
    assert await keys.find("a") == "key of a"
