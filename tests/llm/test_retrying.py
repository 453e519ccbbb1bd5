"""A second try: when, after what wait, and never a third."""

from __future__ import annotations

import asyncio

import pytest

from causerie.contracts.gpt import Fault, LocalGpt
from causerie.errors import LlmError, LlmReason
from causerie.llm.failures import Failed
from causerie.llm.retrying import Retrying

from .asking import QUESTION, ask, client_of

both = pytest.mark.parametrize("how", ["complete", "stream"])
apis = pytest.mark.parametrize("api", ["chat", "responses"])


@both
@apis
@pytest.mark.parametrize("fault", [Fault.OVERLOADED, Fault.RATE_LIMITED, Fault.RESET_AT_ONCE, Fault.CONFLICT])
async def test_the_second_try_may_go_better(gpt: LocalGpt, fault: Fault, how: str, api: str) -> None:
    gpt.retry_after = 0
    gpt.answer_with([fault, "At seven."])
    client = client_of(gpt, api=api)
    assert (await ask(client, how)).text == "At seven."
    assert len(gpt.asked) == 2
    assert client.breaker.state.failures == 0
    await client.close()


@both
async def test_there_is_no_third_try(gpt: LocalGpt, how: str) -> None:
    gpt.answer_with([Fault.OVERLOADED, Fault.OVERLOADED, "too late"])
    client = client_of(gpt)
    with pytest.raises(LlmError):
        await ask(client, how)
    assert len(gpt.asked) == 2
    await client.close()


@pytest.mark.parametrize("fault", [Fault.STREAM_ERROR, Fault.CUT_STREAM, Fault.RESET_STREAM])
@apis
async def test_there_is_no_second_try_after_a_word(gpt: LocalGpt, fault: Fault, api: str) -> None:
    gpt.answer_with(lambda messages: "one two three four five six seven")
    gpt.fail_next(fault)
    client = client_of(gpt, api=api)
    pieces = []
    with pytest.raises(LlmError):
        async for piece in client.stream(QUESTION):
            pieces.append(piece)
    assert pieces[0] == "one"
    assert len(gpt.asked) == 1
    await client.close()


@both
@pytest.mark.parametrize("fault", [Fault.RATE_LIMITED, Fault.RATE_LIMITED_DATE])
async def test_a_wait_that_fits_the_deadline_is_waited(gpt: LocalGpt, fault: Fault, how: str) -> None:
    gpt.retry_after = 1.2
    gpt.answer_with([fault, "At seven."])
    client = client_of(gpt, deadline=5)
    assert (await ask(client, how)).text == "At seven."
    first, second = gpt.asked
    assert first.ended is not None
    # a date has whole seconds only
    assert second.began - first.ended >= (1.1 if fault is Fault.RATE_LIMITED else 0.1)
    await client.close()


@both
async def test_a_wait_beyond_the_deadline_is_not_begun(gpt: LocalGpt, how: str) -> None:
    gpt.retry_after = 60
    gpt.fault = Fault.RATE_LIMITED
    client = client_of(gpt, deadline=5)
    with pytest.raises(LlmError) as caught:
        await ask(client, how)
    assert caught.value.reason is LlmReason.RATE_LIMITED
    assert caught.value.retry_after == 60
    assert len(gpt.asked) == 1
    await client.close()


@both
@apis
async def test_both_tries_share_one_deadline(gpt: LocalGpt, how: str, api: str) -> None:
    gpt.delay = 0.2
    gpt.answer_with([Fault.OVERLOADED, Fault.SLOW_BODY])
    client = client_of(gpt, api=api, deadline=0.5)
    with pytest.raises(LlmError) as caught:
        await asyncio.wait_for(ask(client, how), 0.7)
    assert caught.value.reason is LlmReason.TIMEOUT
    assert len(gpt.asked) == 2
    await client.close()


def test_the_wait_has_jitter_and_ends_before_the_deadline() -> None:
    again = Failed(LlmReason.SERVER, "", again=True)
    waits = {Retrying(1.0).wait(again, 1, left=10) for _ in range(50)}
    assert len(waits) > 10
    assert all(wait is not None and 0.5 <= wait <= 1.0 for wait in waits)
    assert Retrying(1.0).wait(again, 1, left=0.4) is None
    assert Retrying(1.0).wait(again, 2, left=10) is None
    assert Retrying(1.0).wait(Failed(LlmReason.QUOTA, ""), 1, left=10) is None
