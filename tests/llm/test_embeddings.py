"""Vectors come from an endpoint over real HTTP, within the deadline, and every fault is one kind of error."""

from __future__ import annotations

import time
from typing import Any

import numpy as np
import pytest

from causerie.contracts.gpt import Fault, LocalGpt
from causerie.errors import LlmError, LlmReason
from causerie.llm.budget import Asker, Budget
from causerie.llm.embeddings import EmbeddingsClient
from causerie.llm.ledger import InMemoryLedger
from causerie.llm.open_turns.embeddings_config import EmbeddingsConfig
from causerie.llm.open_turns.endpoint_embedder import EndpointEmbedder, embeddings_client
from causerie.llm.read_settings import settings_from
from causerie.llm.retrying import Retrying

KEY = "sk-test-5f3a9c1e7b2d"


def client_of(gpt: LocalGpt, dimensions: int | None = None, **more: Any) -> EmbeddingsClient:
    settings = settings_from({"model": "e", "base_url": gpt.base_url, "api_key_env": "TEST_KEY", **more})
    return EmbeddingsClient(settings, dimensions, {"TEST_KEY": KEY}, Retrying(0.01))


async def test_each_text_gets_its_vector_in_order(gpt):
    client = client_of(gpt, dimensions=32)
    one = await client.embed(["a pool", "a dog"])
    other = await client.embed(["a dog", "a pool"])
    await client.close()
    assert one.vectors.shape == (2, 32)
    np.testing.assert_array_equal(one.vectors, other.vectors[::-1])
    assert one.usage is not None
    assert one.usage.total == 4
    assert gpt.asked[0].body == {
        "model": "e",
        "input": ["a pool", "a dog"],
        "encoding_format": "float",
        "dimensions": 32,
    }
    assert gpt.asked[0].headers["authorization"] == f"Bearer {KEY}"


async def test_an_empty_text_and_a_very_long_one_are_sent_so_that_servers_take_them(gpt):
    client = client_of(gpt)
    await client.embed(["", "x" * 20_000])
    await client.close()
    sent = gpt.asked[0].body["input"]
    assert sent[0].strip()
    assert len(sent[1]) == 8_000


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (Fault.UNAUTHORISED, LlmReason.UNAUTHORISED),
        (Fault.NO_SUCH_MODEL, LlmReason.NOT_FOUND),
        (Fault.BAD_REQUEST, LlmReason.BAD_REQUEST),
        (Fault.RATE_LIMITED, LlmReason.RATE_LIMITED),
        (Fault.QUOTA, LlmReason.QUOTA),
        (Fault.SERVER_ERROR, LlmReason.SERVER),
        (Fault.SLOW_HEADERS, LlmReason.TIMEOUT),
        (Fault.SLOW_BODY, LlmReason.TIMEOUT),
        (Fault.RESET_AT_ONCE, LlmReason.UNREACHABLE),
        (Fault.HTML, LlmReason.MALFORMED),
        (Fault.BROKEN_JSON, LlmReason.MALFORMED),
        (Fault.EMPTY_BODY, LlmReason.MALFORMED),
        (Fault.NOT_AN_OBJECT, LlmReason.MALFORMED),
        (Fault.EMPTY_CHOICES, LlmReason.MALFORMED),
        (Fault.WRONG_TYPES, LlmReason.MALFORMED),
        (Fault.NULL_CONTENT, LlmReason.MALFORMED),
        (Fault.ERROR_OBJECT, LlmReason.MALFORMED),
    ],
)
async def test_every_fault_is_one_kind_of_error_that_never_repeats_the_key(gpt, fault, reason):
    gpt.embeddings_fault = fault
    client = client_of(gpt, deadline=0.4)
    with pytest.raises(LlmError) as told:
        await client.embed(["a pool"])
    await client.close()
    assert told.value.reason is reason
    assert KEY not in str(told.value)


@pytest.mark.parametrize(
    "fault", [Fault.NO_SUCH_MODEL, Fault.BAD_REQUEST, Fault.SLOW_HEADERS, Fault.CONTEXT_TOO_LONG]
)
async def test_what_can_be_mended_in_the_config_is_told_so(gpt, fault):
    gpt.embeddings_fault = fault
    client = client_of(gpt, deadline=0.3)
    with pytest.raises(LlmError, match=r"'embeddings' in config\.yml"):
        await client.embed(["a pool"])
    await client.close()


async def test_a_failure_that_may_pass_is_tried_once_more(gpt):
    gpt.embeddings_fault = Fault.OVERLOADED
    client = client_of(gpt)
    with pytest.raises(LlmError):
        await client.embed(["a pool"])
    await client.close()
    assert len(gpt.asked) == 2


async def test_who_keeps_failing_is_left_alone(gpt):
    gpt.embeddings_fault = Fault.SERVER_ERROR
    client = client_of(gpt, breaker={"failures": 1, "pause": 60})
    for reason in (LlmReason.SERVER, LlmReason.BREAKER_OPEN):
        with pytest.raises(LlmError) as told:
            await client.embed(["a pool"])
        assert told.value.reason is reason
    await client.close()
    assert len(gpt.asked) == 2


async def test_the_deadline_holds_for_both_tries_together(gpt):
    gpt.embeddings_delay = 5.0
    client = client_of(gpt, deadline=0.3)
    began = time.monotonic()
    with pytest.raises(LlmError) as told:
        await client.embed(["a pool"])
    assert told.value.reason is LlmReason.TIMEOUT
    assert time.monotonic() - began < 3
    await client.close()


async def test_tokens_count_for_the_day_and_the_conversation_and_a_limit_stops_them(gpt):
    llm = settings_from({"model": "m", "base_url": gpt.base_url, "limits": {"conversation": {"tokens": 40}}})
    budget = Budget(llm, InMemoryLedger())
    embedder = EndpointEmbedder(embeddings_client(llm, EmbeddingsConfig("endpoint", price=1000.0)), budget)
    asker = Asker("anna", "1")
    await embedder.embed(["is there a pool"], asker)
    spent = await budget.spent_today()
    assert (spent.tokens, spent.cost) == (4, pytest.approx(0.004))
    with pytest.raises(LlmError) as told:
        await embedder.embed(["is there a pool " * 5], asker)
    assert told.value.reason is LlmReason.OVER_BUDGET
    await embedder.embed(["is there a pool " * 5])  # training is no conversation
    await embedder.close()
    await budget.close()


async def test_calls_a_minute_are_a_gpts_alone(gpt):
    llm = settings_from({"model": "m", "base_url": gpt.base_url, "limits": {"calls_per_minute": 1}})
    budget = Budget(llm, InMemoryLedger())
    embedder = EndpointEmbedder(embeddings_client(llm, EmbeddingsConfig("endpoint")), budget)
    for turn in "12":
        await embedder.embed(["is there a pool"], Asker("anna", turn))
    await embedder.close()
    assert len(gpt.asked) == 2
