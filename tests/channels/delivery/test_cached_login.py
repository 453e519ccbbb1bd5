"""A login is asked for when it is needed, kept, and renewed by one call for all."""

from __future__ import annotations

import asyncio

import pytest

from causerie.channels.delivery.cached_login import CachedLogin
from causerie.channels.delivery.platform import Platform
from causerie.errors import PlatformError

PLATFORM = Platform("Test", "http://localhost")


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


class Asked:
    def __init__(self, seconds: float = 100.0) -> None:
        self.times = 0
        self.seconds = seconds
        self.fails = False

    async def __call__(self) -> tuple[dict[str, str], float]:
        await asyncio.sleep(0)
        if self.fails:
            raise PlatformError("No login today.")
        self.times += 1
        return {"token": str(self.times)}, self.seconds


async def test_many_calls_share_one_login() -> None:
    ask = Asked()
    login = CachedLogin(ask, Clock())
    found = await asyncio.gather(*(login.headers(PLATFORM, renew=False) for _ in range(5)))
    assert found == [{"token": "1"}] * 5


async def test_a_login_is_asked_for_again_when_its_time_is_over() -> None:
    ask, clock = Asked(), Clock()
    login = CachedLogin(ask, clock)
    await login.headers(PLATFORM, renew=False)
    clock.now += 99
    assert await login.headers(PLATFORM, renew=False) == {"token": "1"}
    clock.now += 1
    assert await login.headers(PLATFORM, renew=False) == {"token": "2"}


async def test_a_refused_login_is_renewed_once_for_all_who_were_refused() -> None:
    ask, clock = Asked(), Clock()
    login = CachedLogin(ask, clock)
    await login.headers(PLATFORM, renew=False)
    clock.now += 10
    found = await asyncio.gather(*(login.headers(PLATFORM, renew=True) for _ in range(3)))
    assert found == [{"token": "2"}] * 3


async def test_a_login_that_fails_is_tried_again_at_the_next_call() -> None:
    ask = Asked()
    ask.fails = True
    login = CachedLogin(ask, Clock())
    with pytest.raises(PlatformError, match="No login today"):
        await login.headers(PLATFORM, renew=False)
    ask.fails = False
    assert await login.headers(PLATFORM, renew=False) == {"token": "1"}
