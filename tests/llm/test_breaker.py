"""A service that keeps failing is left alone, then tried with one call."""

from __future__ import annotations

import asyncio

import pytest

from causerie.contracts.gpt import Fault, LocalGpt
from causerie.errors import LlmError, LlmReason
from causerie.llm.breaker import Breaker, BreakerState
from causerie.llm.client import LlmClient
from causerie.llm.read_settings import settings_from

from .asking import QUESTION, ask, until_asked


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def breaker(clock: Clock) -> Breaker:
    return Breaker(limit=3, pause=30, clock=clock)


def fail(breaker: Breaker, times: int) -> None:
    for _ in range(times):
        assert breaker.let_through()
        breaker.failed()


def test_it_opens_after_so_many_failures_in_a_row(breaker: Breaker) -> None:
    fail(breaker, 2)
    assert breaker.let_through()
    breaker.succeeded()
    fail(breaker, 3)
    assert breaker.state == BreakerState("open", 3, 30.0)
    assert not breaker.let_through()


def test_after_its_pause_one_call_is_tried(breaker: Breaker, clock: Clock) -> None:
    fail(breaker, 3)
    clock.now += 29
    assert not breaker.let_through()
    clock.now += 1
    assert breaker.state == BreakerState("half_open", 3, 0.0)
    assert breaker.let_through()
    assert not breaker.let_through()
    breaker.succeeded()
    assert breaker.state == BreakerState("closed", 0, 0.0)


def test_a_trial_that_fails_opens_it_again(breaker: Breaker, clock: Clock) -> None:
    fail(breaker, 3)
    clock.now += 30
    fail(breaker, 1)
    assert breaker.state == BreakerState("open", 4, 30.0)


def test_a_trial_that_nobody_waited_for_makes_room_for_another(breaker: Breaker, clock: Clock) -> None:
    fail(breaker, 3)
    clock.now += 30
    assert breaker.let_through()
    breaker.abandoned()
    assert breaker.let_through()


def test_with_a_limit_of_0_it_never_opens(clock: Clock) -> None:
    breaker = Breaker(limit=0, clock=clock)
    fail(breaker, 100)
    assert breaker.state.state == "closed"


@pytest.fixture
def client(gpt: LocalGpt, breaker: Breaker) -> LlmClient:
    return LlmClient(settings_from({"model": "m", "base_url": gpt.base_url, "deadline": 5}), {}, breaker)


@pytest.mark.parametrize("how", ["complete", "stream"])
async def test_an_open_breaker_answers_without_asking(
    gpt: LocalGpt, client: LlmClient, clock: Clock, how: str
) -> None:
    gpt.fault = Fault.NO_SUCH_MODEL
    for _ in range(3):
        with pytest.raises(LlmError):
            await ask(client, how)
    with pytest.raises(LlmError, match="failed 3 times in a row and is left alone for 30 seconds") as caught:
        await ask(client, how)
    assert caught.value.reason is LlmReason.BREAKER_OPEN
    assert len(gpt.asked) == 3
    gpt.fault = None
    clock.now += 30
    assert (await ask(client, how)).text
    assert client.breaker.state.state == "closed"
    await client.close()


@pytest.mark.parametrize("fault", [Fault.REFUSAL, Fault.FILTERED, Fault.LENGTH, Fault.BAD_REQUEST])
async def test_an_answer_that_can_t_be_used_is_no_failure_of_the_service(
    gpt: LocalGpt, client: LlmClient, fault: Fault
) -> None:
    gpt.fault = fault
    for _ in range(5):
        with pytest.raises(LlmError):
            await client.complete(QUESTION)
    assert client.breaker.state == BreakerState("closed", 0, 0.0)
    await client.close()


async def test_a_cancelled_trial_is_no_answer(
    gpt: LocalGpt, client: LlmClient, breaker: Breaker, clock: Clock
) -> None:
    fail(breaker, 3)
    clock.now += 30
    gpt.delay = 60
    trial = asyncio.create_task(client.complete(QUESTION))
    await until_asked(gpt)
    with pytest.raises(LlmError):
        await client.complete(QUESTION)
    trial.cancel()
    with pytest.raises(asyncio.CancelledError):
        await trial
    gpt.delay = 0
    assert (await client.complete(QUESTION)).text
    await client.close()
