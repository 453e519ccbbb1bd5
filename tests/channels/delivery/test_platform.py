"""How a platform's refusal is understood: whether it passes, and when to come again."""

from __future__ import annotations

from typing import Any

import pytest
from fake_platform import FakePlatform, Fault

from causerie.channels.delivery.call import Call
from causerie.channels.delivery.platform import Platform
from causerie.errors import PlatformError

SEND = Call("/send", {"text": "hello"})


def platform(fake: FakePlatform, **more: Any) -> Platform:
    return Platform("Diner", f"{fake.url}/diner.example/", {"Authorization": "Bearer t"}, **more)


async def refused(made: Platform, call: Call = SEND) -> PlatformError:
    with pytest.raises(PlatformError) as told:
        await made.ask(call)
    await made.close()
    return told.value


@pytest.mark.parametrize(
    ("status", "is_final"), [(400, True), (403, True), (404, True), (408, False), (429, False), (500, False), (503, False)]
)  # fmt: skip
async def test_failures_of_the_platform_pass_and_ours_do_not(
    status: int, is_final: bool, fake: FakePlatform
) -> None:
    fake.misbehave(Fault(status=status, body={"error": "no pancakes"}))
    error = await refused(platform(fake))
    assert error.is_final is is_final
    assert f"Diner answered {status}" in str(error)
    assert "no pancakes" in str(error)


@pytest.mark.parametrize(
    ("header", "wait"),
    [("7", 7.0), ("0.5", 0.5), ("-3", 0.0), ("999999", 3600.0), ("nan", None), ("inf", None), ("Fri, 1 Jan 2027", None)],
)  # fmt: skip
async def test_the_platform_says_when_to_come_again(
    header: str, wait: float | None, fake: FakePlatform
) -> None:
    fake.misbehave(Fault(status=429, body={}, headers={"Retry-After": header}))
    assert (await refused(platform(fake))).wait == wait


async def test_a_connection_that_breaks_passes(fake: FakePlatform) -> None:
    fake.misbehave(Fault(drop=True))
    error = await refused(platform(fake))
    assert not error.is_final
    assert "Diner can't be reached" in str(error)


async def test_an_address_that_is_none_is_final(fake: FakePlatform) -> None:
    error = await refused(platform(fake), Call("http://d.example:port/"))
    assert error.is_final
    assert "is no address" in str(error)


async def test_a_long_complaint_is_cut(fake: FakePlatform) -> None:
    fake.misbehave(Fault(status=500, body="x" * 10_000))
    assert len(str(await refused(platform(fake)))) < 300


class Door:
    """A login whose first key is an old one."""

    def __init__(self) -> None:
        self.renewed: list[bool] = []

    async def headers(self, platform: Platform, renew: bool) -> dict[str, str]:
        self.renewed.append(renew)
        return {"X-Key": "new" if renew else "old"}


async def test_a_key_that_ran_out_is_renewed_once(fake: FakePlatform) -> None:
    fake.misbehave(Fault(status=401, body={}))
    door = Door()
    made = platform(fake, login=door)
    await made.ask(SEND)
    await made.close()
    assert door.renewed == [False, True]
    assert [call.headers["x-key"] for call in fake.calls()] == ["old", "new"]


async def test_a_key_that_is_refused_twice_is_told(fake: FakePlatform) -> None:
    fake.misbehave(Fault(status=401, body={}, times=2))
    assert (await refused(platform(fake, login=Door()))).is_final
