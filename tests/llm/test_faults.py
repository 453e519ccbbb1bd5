"""Whatever goes wrong: an LlmError with the right reason, in time, and nothing is left open."""

from __future__ import annotations

import asyncio

import pytest

from causerie.contracts.gpt import Fault, LocalGpt
from causerie.errors import LlmError, LlmReason

from .asking import KEY, QUESTION, ask, client_of, until_no_connection_is_open, until_no_task_runs

R = LlmReason
REASONS = {
    Fault.UNAUTHORISED: R.UNAUTHORISED,
    Fault.FORBIDDEN: R.UNAUTHORISED,
    Fault.NO_SUCH_MODEL: R.NOT_FOUND,
    Fault.BAD_REQUEST: R.BAD_REQUEST,
    Fault.CONTEXT_TOO_LONG: R.TOO_LONG,
    Fault.PROMPT_FILTERED: R.FILTERED,
    Fault.CONFLICT: R.SERVER,
    Fault.RATE_LIMITED: R.RATE_LIMITED,
    Fault.RATE_LIMITED_DATE: R.RATE_LIMITED,
    Fault.QUOTA: R.QUOTA,
    Fault.SERVER_ERROR: R.SERVER,
    Fault.OVERLOADED: R.SERVER,
    Fault.REDIRECT: R.NOT_FOUND,
    Fault.SLOW_HEADERS: R.TIMEOUT,
    Fault.SLOW_BODY: R.TIMEOUT,
    Fault.RESET_AT_ONCE: R.UNREACHABLE,
    Fault.CUT_BODY: R.CUT_OFF,
    Fault.HTML: R.MALFORMED,
    Fault.BROKEN_JSON: R.MALFORMED,
    Fault.EMPTY_BODY: R.MALFORMED,
    Fault.NOT_AN_OBJECT: R.MALFORMED,
    Fault.WRONG_TYPES: R.MALFORMED,
    Fault.EMPTY_CHOICES: R.MALFORMED,
    Fault.NULL_CONTENT: R.MALFORMED,
    Fault.ERROR_OBJECT: R.SERVER,
    Fault.REFUSAL: R.REFUSED,
    Fault.LENGTH: R.TOO_LONG,
    Fault.FILTERED: R.FILTERED,
    Fault.HUGE: R.TOO_LONG,
}
OF_STREAMS = {
    Fault.CUT_STREAM: R.CUT_OFF,
    Fault.RESET_STREAM: R.CUT_OFF,
    Fault.STREAM_ERROR: R.SERVER,
    Fault.STREAM_ERROR_AT_ONCE: R.SERVER,
    Fault.GARBAGE: R.MALFORMED,
    Fault.ENDLESS: R.TIMEOUT,
    Fault.WRONG_CONTENT_TYPE: R.MALFORMED,
    Fault.ERROR_OBJECT: R.MALFORMED,  # JSON where events were asked for
}
CASES = [
    *((fault, "complete", reason) for fault, reason in REASONS.items()),
    *((fault, "stream", reason) for fault, reason in {**REASONS, **OF_STREAMS}.items()),
]
SLOW = (Fault.SLOW_HEADERS, Fault.SLOW_BODY, Fault.ENDLESS)
# a second try may go better after these, as long as no word was handed out
TRIED_TWICE = {
    Fault.CONFLICT, Fault.RATE_LIMITED, Fault.RATE_LIMITED_DATE, Fault.SERVER_ERROR, Fault.OVERLOADED,
    Fault.RESET_AT_ONCE,
}  # fmt: skip
BY_WAY = {
    "complete": {*TRIED_TWICE, Fault.CUT_BODY, Fault.ERROR_OBJECT},
    "stream": {*TRIED_TWICE, Fault.STREAM_ERROR_AT_ONCE},
}


def test_every_fault_has_its_reason() -> None:
    assert set(Fault) - {Fault.LEFT_OPEN} == {*REASONS, *OF_STREAMS}


@pytest.mark.parametrize("api", ["chat", "responses"])
@pytest.mark.parametrize(
    ("fault", "how", "reason"), CASES, ids=[f"{fault.name.lower()}-{how}" for fault, how, _ in CASES]
)
async def test_it_is_an_llm_error_in_time(
    gpt: LocalGpt, fault: Fault, how: str, reason: LlmReason, api: str
) -> None:
    gpt.fault = fault
    gpt.retry_after = 0
    gpt.answer_with(lambda messages: "From seven to ten, and on Sundays to eleven.")
    deadline = 0.5 if fault in SLOW else 5.0
    client = client_of(gpt, api=api, deadline=deadline)
    with pytest.raises(LlmError) as caught:
        await asyncio.wait_for(ask(client, how), deadline + 0.2)
    assert caught.value.reason is reason, caught.value
    assert len(gpt.asked) == (2 if fault in BY_WAY[how] else 1)
    assert "'m'" in str(caught.value)
    assert gpt.base_url in str(caught.value)
    assert KEY not in str(caught.value)
    await client.close()
    await until_no_connection_is_open(gpt)
    await until_no_task_runs()


@pytest.mark.parametrize("api", ["chat", "responses"])
@pytest.mark.parametrize("how", ["complete", "stream"])
async def test_nobody_listens(gpt: LocalGpt, api: str, how: str) -> None:
    gpt.refuse_connections()
    client = client_of(gpt, api=api, deadline=5)
    with pytest.raises(LlmError, match="Is it running") as caught:
        await asyncio.wait_for(ask(client, how), 5.2)
    assert caught.value.reason is LlmReason.UNREACHABLE
    await client.close()


@pytest.mark.parametrize("api", ["chat", "responses"])
async def test_a_right_answer_of_a_wrong_content_type_is_read(gpt: LocalGpt, api: str) -> None:
    gpt.fault = Fault.WRONG_CONTENT_TYPE
    gpt.answer_with(lambda messages: "At seven.")
    client = client_of(gpt, api=api)
    assert (await client.complete(QUESTION)).text == "At seven."
    await client.close()


@pytest.mark.parametrize("api", ["chat", "responses"])
@pytest.mark.parametrize("fault", [Fault.LENGTH, Fault.FILTERED, Fault.REFUSAL])
async def test_an_answer_that_can_t_be_used_tells_what_it_cost(gpt: LocalGpt, fault: Fault, api: str) -> None:
    gpt.fault = fault
    client = client_of(gpt, api=api)
    for how in ("complete", "stream"):
        with pytest.raises(LlmError) as caught:
            await ask(client, how)
        assert caught.value.usage is not None, how
        assert caught.value.usage.input == 7
    await client.close()


@pytest.mark.parametrize("api", ["chat", "responses"])
async def test_a_stream_ends_with_its_last_event_even_if_the_server_leaves_it_open(
    gpt: LocalGpt, api: str
) -> None:
    gpt.fault = Fault.LEFT_OPEN
    client = client_of(gpt, api=api, deadline=5)
    assert (await ask(client, "stream")).usage is not None
    await until_no_connection_is_open(gpt)
    await client.close()
